import { type Check, runChecks } from "@localdns/core/checks";
import type { ClusterSnapshot } from "@localdns/core/cluster";
import type { Diagnosis } from "../diagnosis.ts";
import type { ClusterReader } from "../ports/cluster.ts";
import { observeCluster } from "./observe-cluster.ts";

interface DoctorSettings {
	readonly checks: readonly Check[];
	readonly namespace: string;
	readonly onProgress: (what: string) => void;
	/** Finds out what only pods on the nodes can. @default nobody asks */
	readonly askNodes?: (snapshot: ClusterSnapshot) => Promise<ClusterSnapshot["nodeFacts"]>;
}

/** Observes a cluster and asks each check about what was seen. Nothing in the cluster changes, unless nodes are asked. */
export async function runDoctor(cluster: ClusterReader, settings: DoctorSettings): Promise<Diagnosis> {
	const { checks, namespace, onProgress, askNodes } = settings;
	const seen = await observeCluster(cluster, { command: "doctor", namespace, onProgress });
	const snapshot = askNodes === undefined ? seen : { ...seen, nodeFacts: await askNodes(seen) };
	return { place: cluster.place, results: runChecks(checks, snapshot) };
}
