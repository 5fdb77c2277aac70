import { type Check, runChecks } from "@localdns/core/checks";
import type { Diagnosis } from "../diagnosis.ts";
import type { ClusterReader } from "../ports/cluster.ts";
import { observeCluster } from "./observe-cluster.ts";

interface DoctorSettings {
	readonly checks: readonly Check[];
	readonly namespace: string;
	readonly onProgress: (what: string) => void;
}

/** Observes a cluster and asks each check about what was seen. Nothing in the cluster changes. */
export async function runDoctor(cluster: ClusterReader, settings: DoctorSettings): Promise<Diagnosis> {
	const { checks, namespace, onProgress } = settings;
	const snapshot = await observeCluster(cluster, { command: "doctor", namespace, onProgress });
	return { place: cluster.place, results: runChecks(checks, snapshot) };
}
