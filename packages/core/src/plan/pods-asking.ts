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
