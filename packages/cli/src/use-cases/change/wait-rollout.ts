import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { type ClusterNode, readNode } from "@localdns/core/cluster";
import { cacheName } from "@localdns/core/manifests";
import { type CachePod, type ObjectRef, type Rollout, readCachePod, rolloutOf } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";

interface RolloutSettings {
	/** Of the cache. */
	readonly namespace: string;
	readonly timeoutMs: number;
	/** For so long a roll-out may look hopeless before it is given up. @default 60000 */
	readonly stuckMs?: number;
	readonly onChange: OnChange;
	/** Aborted: it is waited no longer. */
	readonly signal: AbortSignal;
}

/** A roll-out that is done on every node that is Ready. */
export interface RolledOut {
	/** Ready nodes that have a pod of the cache, by name. */
	readonly nodes: readonly string[];
	/** Nodes that should have one and are not Ready. */
	readonly unready: readonly string[];
}

/**
 * Waits until every Ready node that is meant has one ready pod of the cache as it is wanted now, and says which do not.
 *
 * @returns the error where it does not come about: LDNS712 nodes that do not get there
 */
export async function waitRollout(
	cluster: Cluster,
	{ namespace, timeoutMs, stuckMs = 60_000, onChange, signal }: RolloutSettings,
): Promise<RolledOut | LocaldnsError | undefined> {
	const began = performance.now();
	let stuckSince: number | undefined;
	let said = "";
	const known = await refusals(cluster, namespace);
	for (;;) {
		if (signal.aborted) return undefined;
		const asked = performance.now();
		const { rollout, nodes, pods } = await look(cluster, namespace, known);
		const { is, updated, desired, missing, unready } = rollout;
		if (is === "done") {
			const ready = new Set(nodes.flatMap(({ name, notReady }) => (notReady === undefined ? [name] : [])));
			return {
				// A former pod may still be ending beside the new one.
				nodes: [...new Set(pods.map(({ node }) => node))].filter((node) => ready.has(node)).toSorted(),
				unready: unready.map(({ node }) => node),
			};
		}
		const now = performance.now();
		stuckSince = is === "stuck" ? (stuckSince ?? now) : undefined;
		const isHopeless = stuckSince !== undefined && now - stuckSince > stuckMs;
		if (isHopeless || now - began > timeoutMs) return notRolledOut(rollout, namespace);
		const names = missing.map(({ node, because }) => (node === "" ? because : `${node} (${because})`));
		const text = `${updated}/${desired} ${names.join()}`;
		if (text !== said) {
			const done = desired - unready.length - missing.length;
			onChange({
				...{ event: "waiting", text: "the cache on every node", missing: names },
				...{ done: Math.max(0, done), of: desired - unready.length },
			});
		}
		said = text;
		// A large cluster takes a while to be listed, and is not to be listed all the time.
		await sleep(Math.max(1000, 3 * (now - asked)), undefined, { signal }).catch(() => {});
	}
}

async function look(
	cluster: Cluster,
	namespace: string,
	known: ReadonlyMap<string, string>,
): Promise<{ rollout: Rollout; nodes: readonly ClusterNode[]; pods: readonly CachePod[] }> {
	const ref: ObjectRef = { apiVersion: "apps/v1", kind: "DaemonSet", namespace, name: cacheName };
	const labelled = `labelSelector=${encodeURIComponent(`k8s-app=${cacheName}`)}`;
	const live = await cluster.read(ref);
	const nodes = await cluster.list("/api/v1/nodes", (object) => readNode(object, () => false));
	const pods = await cluster.list(
		`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${labelled}`,
		readCachePod,
	);
	const rollout = rolloutOf(live ?? {}, nodes, pods);
	if (!rollout.missing.some(({ node }) => node === "")) return { rollout, nodes, pods };
	const fresh = [...(await refusals(cluster, namespace))].find(([version]) => !known.has(version));
	return { rollout: rolloutOf(live ?? {}, nodes, pods, fresh?.[1]), nodes, pods };
}

/** Why the controller could not make pods, by the version of the event: quotas and Pod Security say it there only. */
async function refusals(cluster: Cluster, namespace: string): Promise<ReadonlyMap<string, string>> {
	const selector = encodeURIComponent(
		`involvedObject.kind=DaemonSet,involvedObject.name=${cacheName},reason=FailedCreate`,
	);
	const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?fieldSelector=${selector}`;
	try {
		const events = await cluster.list(path, (event) => {
			const { resourceVersion = "" } = (event.metadata ?? {}) as { resourceVersion?: string };
			return [resourceVersion, (event as { message?: string }).message ?? ""] as const;
		});
		return new Map(events);
	} catch (error) {
		// Without the right to read events the roll-out is only slower to be given up.
		if (error instanceof LocaldnsError && error.code === "LDNS604") return new Map();
		throw error;
	}
}

function notRolledOut({ missing, unready, desired }: Rollout, namespace: string): LocaldnsError {
	const [first] = missing;
	const on = missing
		.slice(0, 5)
		.map(({ node, because }) => (node === "" ? because : `${node} ${because}`))
		.join("; ");
	return new LocaldnsError(
		"LDNS712",
		`the cache does not come up on ${missing.length} of ${desired - unready.length} nodes`,
		{
			...(first === undefined ? {} : { reason: on }),
			hint: `kubectl -n ${namespace} describe pods -l k8s-app=${cacheName}`,
		},
	);
}
