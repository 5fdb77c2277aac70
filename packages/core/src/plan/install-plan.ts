import type { ObjectChange } from "./object-change.ts";

/** A node whose kubelet is to hand out the cache's address. */
export interface NodeTurn {
	readonly node: string;
	readonly role: "server" | "agent";
	/** Turned alone, and first. */
	readonly canary: boolean;
	/** `interrupted`: a turn was begun and its end is not known; `other-addresses`: it hands out a former address of the cache. */
	readonly why: "not-yet" | "interrupted" | "other-addresses";
}

/** A node that is left as it is, and why, in words that end a sentence. */
export interface NodeLeft {
	readonly node: string;
	readonly because: string;
	/** Whether it is as wanted: turned already, or not selected. Others make the install incomplete. */
	readonly well: boolean;
}

/** What install would do. Equal snapshots and settings give equal plans. */
export interface InstallPlan {
	/** In apply order, deletions last. */
	readonly objects: readonly ObjectChange[];
	/** In the order of their turns; empty in mode intercept and for a staged trial. */
	readonly turns: readonly NodeTurn[];
	readonly left: readonly NodeLeft[];
	/** What a user should know before saying yes, one sentence each. */
	readonly warnings: readonly string[];
}
