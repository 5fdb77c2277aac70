import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { parseLinkSpec } from "@localdns/lab";
import { buildNodeProgram } from "../../../../scripts/node-program.ts";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { buildLookupBundle } from "../../../probe-image/scripts/build-bundle.ts";
import { jobAccess } from "../../src/adapters/node-access/job-access.ts";
import type { Cluster } from "../../src/ports/cluster.ts";
import type { ChangeEvent } from "../../src/progress/change-event.ts";
import { nodeRecordStore } from "../../src/use-cases/change/node-record-store.ts";
import type { NodeChangeContext } from "../../src/use-cases/change/turn-node.ts";
import { openVerification } from "../../src/use-cases/change/verify-nodes.ts";
import { kubectlCluster } from "./kubectl-cluster.ts";
import { run } from "./localdns-process.ts";

/** The cache's address. */
export const address = "169.254.20.10";
export const dropIns = "/etc/rancher/k3s/config.yaml.d";
export const dropIn = `${dropIns}/zz-localdns.yaml`;

/** A cluster of two nodes with the cache, and all that turns a node there. */
export interface NodeTurns {
	readonly driven: DrivenCluster;
	readonly context: NodeChangeContext;
	readonly events: readonly ChangeEvent[];
	/** Runs a script on a node. @throws Error when it fails */
	shell(node: string, script: string): Promise<string>;
	/** Names, inodes, modes, owners and bytes of everything below K3s' folder. */
	filesOf(node: string): Promise<string>;
	stateOf(node: string): Promise<string | undefined>;
	/** The Job's pod, as soon as its program runs. */
	jobRuns(): Promise<string>;
	close(): Promise<void>;
}

const files =
	"cd /etc/rancher && find . | sort | xargs stat -c '%n %i %a %u:%g %F' && find . -type f | sort | xargs -r sha256sum";

export async function openNodeTurns(seed: number): Promise<NodeTurns> {
	await requireClusterLabHost();
	const folder = mkdtempSync(join(tmpdir(), "localdns-nodes-lab-"));
	const [lookup, node] = [join(folder, "lookup.mjs"), join(folder, "node-program.mjs")];
	await buildLookupBundle(lookup);
	await buildNodeProgram(node);
	const driven = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed }, folder);
	const cluster = patient(kubectlCluster(join(folder, "kubeconfig"), driven));
	const events: ChangeEvent[] = [];
	const onChange = (event: ChangeEvent) => void events.push(event);
	const patience = { startPatienceMs: 20_000, reportPatienceMs: 20_000 };
	const access = jobAccess(cluster, { program: readFileSync(node, "utf8"), ...patience, onChange });
	const clusterDns = ["10.43.0.10"];
	const asking = { run: "nodes", clusterDomain: "cluster.local", clusterDns, onChange };
	const verification = openVerification(cluster, { ...asking, program: readFileSync(lookup, "utf8") });
	const records = nodeRecordStore(cluster);
	await driven.kubectl(["apply", "-f", "-"], (await run(["render"])).stdout);
	await driven.kubectl([
		...["-n", "kube-system", "rollout", "status", "daemonset/node-local-dns", "--timeout=90s"],
	]);
	await access.open();
	await verification.open();
	const shell = async (place: string, script: string): Promise<string> => {
		const { code, stdout, stderr } = await driven.run(`node/${place}`, "sh", "-c", script);
		if (code !== 0) throw new Error(`${script}: ${stderr}`);
		return stdout;
	};
	return {
		driven,
		context: { cluster, access, verification, records, timeoutMs: 20_000, onChange, clusterDns },
		events,
		shell,
		filesOf: (place) => shell(place, files),
		stateOf: async (place) => (await records.read()).get(place)?.state,
		jobRuns: () =>
			eventually(
				() =>
					driven.kubectl([
						...["-n", "localdns-node-config", "get", "pods", "--field-selector=status.phase=Running"],
						...["-o", "jsonpath={.items[*].metadata.name}"],
					]),
				(name) => name !== "",
			),
		async close() {
			cluster.close();
			await driven.close();
			rmSync(folder, { recursive: true });
		},
	};
}

/** Asks again while there is no API server: the turn of the only server takes it away for a moment. */
function patient(cluster: Cluster): Cluster {
	const isAway = (error: unknown): boolean =>
		error instanceof LocaldnsError
			? ["LDNS601", "LDNS606", "LDNS607"].includes(error.code)
			: /refused|EOF|timeout|unable to handle|not ready|unable to connect|reset/i.test(String(error));
	return new Proxy(cluster, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			if (typeof value !== "function" || name === "close") return value;
			return async (...argv: unknown[]): Promise<unknown> => {
				for (let asked = 0; ; asked += 1) {
					try {
						return await value.apply(target, argv);
					} catch (error) {
						if (asked === 60 || !isAway(error)) throw error;
						await sleep(1000);
					}
				}
			};
		},
	});
}
