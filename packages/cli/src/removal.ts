import type { LocaldnsError } from "@localdns/core";
import type { ObjectRef, WorkloadPods } from "@localdns/core/plan";

/** A node whose kubelet is to hand out the cluster DNS again. */
export interface NodeToRestore {
	readonly node: string;
	readonly role: "server" | "agent";
	/** `interrupted`: a turn or a way back was begun; `no-record`: turned by hand, or by `localdns node-config apply`. */
	readonly why: "turned" | "interrupted" | "no-record";
	/** Undefined when ready, else what its Ready condition says. */
	readonly notReady: string | undefined;
}

/** Which nodes are given back. */
export interface RollbackPlan {
	/** In their order. */
	readonly nodes: readonly NodeToRestore[];
	/** To be given back, and not reporting: left as they are. */
	readonly unready: readonly NodeToRestore[];
	/** One sentence each. */
	readonly warnings: readonly string[];
}

/** An object that uninstall deletes: this very one, and none that takes its name meanwhile. */
interface ObjectToRemove {
	readonly ref: ObjectRef;
	readonly uid: string | undefined;
}

/** An object of the inventory that is left, because somebody else has it now. */
interface ForeignObject {
	readonly ref: ObjectRef;
	readonly managers: readonly string[];
}

/** What is deleted, and what is left. */
export interface RemovalPlan {
	/** In the order of deletion: what others need comes after them, the records and the inventory last. */
	readonly remove: readonly ObjectToRemove[];
	readonly foreign: readonly ForeignObject[];
	/** Objects that a GitOps tool keeps in place: it will make them again. */
	readonly kept: readonly { readonly ref: ObjectRef; readonly by: string }[];
}

/** What uninstall would do. */
export interface UninstallPlan extends RollbackPlan {
	readonly removal: RemovalPlan;
	/** They keep the cache's address until they are recreated. */
	readonly asking: readonly WorkloadPods[];
}

/** How a node's way back ended. */
export type NodeReturn =
	| { readonly is: "returned" }
	/** `refused`: nothing was written; `undone`: it is turned as before; `unclear`: it is not known how it stands. */
	| { readonly is: "refused" | "undone" | "unclear"; readonly error: LocaldnsError };

/** What became of the nodes. */
export interface Restoration {
	readonly returned: readonly string[];
	readonly failed: readonly {
		readonly node: string;
		readonly outcome: Exclude<NodeReturn, { is: "returned" }>;
	}[];
	/** Not begun, after a failure or an interruption. */
	readonly left: readonly string[];
}

/** How uninstall ended. */
export interface Uninstallation {
	readonly nodes: Restoration;
	readonly deleted: readonly ObjectRef[];
	/** Pods that kept the cache's address and lost it, by --force. */
	readonly lost: readonly WorkloadPods[];
	/** What keeps the cache in place; undefined where it is gone, or the run was interrupted. */
	readonly kept: LocaldnsError | undefined;
	/** Of LDNS740: whom the cache stays for. */
	readonly asking: readonly WorkloadPods[];
	readonly interrupted: boolean;
}
