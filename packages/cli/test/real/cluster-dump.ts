import type { DrivenCluster } from "../../../lab/test/real/cluster-driver.ts";

/** Every object of a cluster, or every file of its nodes' K3s configuration, by name: equal texts, equal things. */
export type Dump = ReadonlyMap<string, string>;

/** They say that something lives, and change while nothing does. */
const isAlive = /^(events|leases)(\.|$)/;

/**
 * Every object of the API server without what the cluster itself changes all the time: Events, Leases,
 * `resourceVersion`, `managedFields`, `generation`, and times and counts of heartbeats.
 */
export async function dumpObjects(cluster: DrivenCluster): Promise<Dump> {
	const listed = await cluster.kubectl(["api-resources", "--verbs=list", "-o", "name"]);
	const kinds = listed.split("\n").filter((name) => name !== "" && !isAlive.test(name));
	const text = await cluster.kubectl(["get", kinds.join(","), "-A", "-o", "json"]);
	const { items } = JSON.parse(text) as { items: DumpedObject[] };
	return new Map(
		items
			.map((object) => [nameOf(object), JSON.stringify(settled(object), null, 1)] as const)
			.toSorted(([a], [b]) => (a < b ? -1 : 1)),
	);
}

interface DumpedObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: { readonly name: string; readonly namespace?: string };
}

const nameOf = ({ apiVersion, kind, metadata: { namespace = "", name } }: DumpedObject): string =>
	`${apiVersion} ${kind} ${namespace}/${name}`;

/** Fields that are the cluster's own restlessness, wherever they stand. */
const restless = new Set([
	"resourceVersion",
	"managedFields",
	"generation",
	"observedGeneration",
	"lastHeartbeatTime",
	"lastTransitionTime",
	"lastUpdateTime",
	"lastProbeTime",
	"endpoints.kubernetes.io/last-change-trigger-time",
]);

/** Keys in order; what kubelets list in any order is sorted. */
function settled(value: unknown, key = ""): unknown {
	if (Array.isArray(value)) {
		const items = value.map((item) => settled(item));
		return key === "images" || key === "conditions" || key === "endpoints"
			? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
			: items;
	}
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !restless.has(name))
			.toSorted(([a], [b]) => (a < b ? -1 : 1))
			.map(([name, inner]) => [name, settled(inner, name)] as const)
			// None, and none that counts, are the same.
			.filter(([name, inner]) => name !== "annotations" || Object.keys(inner as object).length > 0),
	);
}

/** Kind, mode, owner and content of everything below /etc/rancher/k3s. No times: a server writes k3s.yaml at each start. */
const listFiles = `cd /etc/rancher/k3s && find . -type d -printf '%p: %y %m %U:%G\\n' -o -type f -printf '%p: %y %m %U:%G ' -exec sh -c 'sha256sum <"$1"' sh {} \\; -o -printf '%p: %y %l\\n'`;

/** The K3s configuration of every node. */
export async function dumpFiles(cluster: DrivenCluster): Promise<Dump> {
	const dump = new Map<string, string>();
	for (const place of cluster.places.filter((name) => name.startsWith("node/"))) {
		const { code, stdout, stderr } = await cluster.run(place, "sh", "-c", listFiles);
		if (code !== 0) throw new Error(`${place}: ${stderr}`);
		for (const line of stdout.split("\n").filter((each) => each !== "")) {
			const end = line.indexOf(": ");
			dump.set(`${place} ${line.slice(0, end)}`, line.slice(end + 2));
		}
	}
	return dump;
}

/** What differs, each with the lines that do; empty for equal dumps. */
export function differences(before: Dump, after: Dump): string[] {
	const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
	return names.flatMap((name) => {
		const [from, to] = [before.get(name), after.get(name)];
		if (from === to) return [];
		if (from === undefined) return [`+ ${name}`];
		if (to === undefined) return [`- ${name}`];
		const former = from.split("\n");
		const now = to.split("\n");
		const lines = [
			...former.filter((line) => !now.includes(line)).map((line) => `  - ${line}`),
			...now.filter((line) => !former.includes(line)).map((line) => `  + ${line}`),
		];
		return [[`~ ${name}`, ...lines.slice(0, 12)].join("\n")];
	});
}
