import { type Check, type CheckResult, runChecks } from "@localdns/core/checks";
import type { ClusterPlace, ClusterReader } from "../ports/cluster.ts";
import { observeCluster } from "./observe-cluster.ts";

interface DoctorSettings {
	readonly checks: readonly Check[];
	readonly namespace: string;
	readonly onProgress: (what: string) => void;
}

/** What doctor found, where. */
export interface Diagnosis {
	readonly place: ClusterPlace;
	readonly results: readonly CheckResult[];
}

/** Observes a cluster and asks each check about what was seen. Nothing in the cluster changes. */
export async function runDoctor(cluster: ClusterReader, settings: DoctorSettings): Promise<Diagnosis> {
	const { checks, namespace, onProgress } = settings;
	const snapshot = await observeCluster(cluster, { command: "doctor", namespace, onProgress });
	return { place: cluster.place, results: runChecks(checks, snapshot) };
}
