import type { ClusterNode } from "../cluster/node.ts";
import { nameserversOf } from "../cluster/node-dns.ts";
import type { ClusterPod } from "../cluster/pod.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { NodeRecord, NodeRecords } from "./node-record.ts";
import { recreateCommand, workloadOf } from "./workload.ts";

/** A pod's nameserver, as far as it can be told from when it was started and when its node was changed. */
export type AsksWhom = "cache" | "cluster-dns" | "either";

/** Pods of one workload on which the same can be said. */
export interface WorkloadPods {
	readonly namespace: string;
	/** `Deployment/web`, `Pod/alone`. */
	readonly workload: string;
	readonly pods: readonly string[];
	readonly nodes: readonly string[];
	readonly asks: AsksWhom;
	/** The command that recreates them; localdns never runs it. */
	readonly recreate: string;
}

/**
 * Whom the running pods ask, workload by workload: a pod keeps the nameserver that its node handed out when its sandbox
 * was made. Only pods whose nameserver is the kubelet's cluster DNS are among them; empty where pods could not be listed.
 *
 * @param addresses that only the cache has: nodes without a record that hand one out were turned by hand, nobody knows
 * when, so that their pods ask either
 * @returns sorted by namespace, workload and answer
 */
export function podsAsking(
	snapshot: ClusterSnapshot,
	records: NodeRecords,
	addresses: readonly string[],
): WorkloadPods[] {
	const pods = snapshot.pods.known ? snapshot.pods.value : [];
	const asks = askedBy(snapshot, records, addresses);
	const groups = new Map<string, { asks: AsksWhom; workload: string; pods: ClusterPod[] }>();
	for (const pod of pods) {
		if (!pod.asksClusterDns || pod.node === undefined) continue;
		const workload = workloadOf(pod);
		const whom = asks(pod);
		// None of the three holds a space.
		const key = `${pod.namespace} ${workload} ${whom}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, { asks: whom, workload, pods: [pod] });
		else group.pods.push(pod);
	}
	return [...groups]
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([, { asks: whom, workload, pods: members }]) => {
			const { namespace = "" } = members[0] ?? {};
			const names = members.map(({ name }) => name).toSorted();
			return {
				namespace,
				workload,
				pods: names,
				nodes: [...new Set(members.flatMap(({ node }) => node ?? []))].toSorted(),
				asks: whom,
				recreate: recreateCommand(namespace, workload, names),
			};
		});
}

/** Whom a pod asks; what is the same for all pods of a node is found out once. */
function askedBy(
	snapshot: ClusterSnapshot,
	records: NodeRecords,
	addresses: readonly string[],
): (pod: ClusterPod) => AsksWhom {
	const { daemonSet } = snapshot.cache;
	const cacheSince = time(daemonSet.known ? daemonSet.value?.createdAt : undefined);
	const handsOut = (node: ClusterNode): boolean =>
		nameserversOf(node, snapshot)?.some((address) => addresses.includes(address)) === true;
	const nodes = snapshot.nodes.known ? snapshot.nodes.value : [];
	const byHand = new Set(nodes.filter(handsOut).map(({ name }) => name));
	const times = new Map([...records].map(([node, record]) => [node, timesOf(record)]));
	return ({ node = "", startedAt }) => {
		// One that has not started will be given what its node hands out then.
		const started = time(startedAt) ?? Number.POSITIVE_INFINITY;
		const known = times.get(node);
		if (known !== undefined) return askedSince(started, known);
		if (!byHand.has(node)) return "cluster-dns";
		return cacheSince !== undefined && started < cacheSince ? "cluster-dns" : "either";
	};
}

interface Times {
	readonly state: NodeRecord["state"];
	readonly turning: number;
	readonly turned: number | undefined;
	readonly returned: number | undefined;
}

const timesOf = ({ state, turningAt, turnedAt, returnedAt }: NodeRecord): Times => ({
	state,
	turning: time(turningAt) ?? Number.NEGATIVE_INFINITY,
	turned: time(turnedAt),
	returned: time(returnedAt),
});

function askedSince(started: number, { state, turning, turned, returned }: Times): AsksWhom {
	if (started < turning) return "cluster-dns";
	const isTurned = turned !== undefined && started >= turned;
	if (state === "turned") return isTurned ? "cache" : "either";
	if (state !== "returned" || returned === undefined) return "either";
	// The last of them were made while the way back was under way: they are recreated for nothing.
	return started >= returned ? "cluster-dns" : isTurned ? "cache" : "either";
}

function time(text: string | undefined): number | undefined {
	const value = text === undefined ? Number.NaN : Date.parse(text);
	return Number.isNaN(value) ? undefined : value;
}
