import type { ErrorCode } from "@localdns/core";
import type { NodeRecord, WorkloadPods } from "@localdns/core/plan";

/** The run that holds the lock. */
export interface RunningOperation {
	readonly holder: string;
	/** ISO 8601: of its last sign of life. */
	readonly renewedAt: string;
}

/**
 * How a node stands. `asks-cache`: new pods ask the cache, which is ready there; `in-vain`: they ask it, and it is not;
 * `cached`: the cache is ready, new pods do not ask it yet; `new`: so it is, or will be, while other nodes were turned: it
 * joined later or was left out; `without-cache`: there is none, or it is not ready; `returned`: given back.
 */
export const nodeStates = [
	"asks-cache",
	"in-vain",
	"interrupted",
	"not-ready",
	"new",
	"cached",
	"without-cache",
	"returned",
] as const;

export type NodeState = (typeof nodeStates)[number];

export interface NodeStatus {
	readonly name: string;
	readonly role: "server" | "agent";
	readonly state: NodeState;
	/** What localdns has noted of it, undefined for nothing. */
	readonly record: NodeRecord["state"] | undefined;
}

/** What is not as it should be, and the command that helps. */
export interface StatusProblem {
	readonly code: ErrorCode;
	readonly text: string;
	readonly hint: string;
	readonly nodes: readonly string[];
}

/** What is installed, by its objects. */
export interface InstalledCache {
	/** Whether localdns made it; the add-on and the article use the same names. */
	readonly isOurs: boolean;
	/** Of the localdns that made it. */
	readonly toolVersion: string | undefined;
	/** By its Corefile; undefined where localdns did not write it. */
	readonly profile: "resilient" | "upstream" | undefined;
	readonly engine: "node-cache" | "coredns";
	readonly mode: "kubelet" | "intercept";
	readonly image: string;
	readonly addresses: readonly string[];
	readonly desired: number;
	readonly updated: number;
	readonly available: number;
	/** Whether the controller has seen the last change; else the three numbers are of before. */
	readonly isObserved: boolean;
}

export interface InstallationStatus {
	readonly namespace: string;
	readonly cache: InstalledCache | undefined;
	/** By name. */
	readonly nodes: readonly NodeStatus[];
	readonly operation: RunningOperation | undefined;
	/** Pods on nodes that hand out the cache, which have, or may have, their former nameserver. */
	readonly former: readonly WorkloadPods[];
	/** Pods that have, or may have, the cache although their node hands out the cluster DNS again. */
	readonly remaining: readonly WorkloadPods[];
	/** Empty when all is well. */
	readonly problems: readonly StatusProblem[];
}
