import type { ObjectRef } from "@localdns/core/plan";

/** What an uninstall would take out, in its order. */
export interface HealthCheckRemoval {
	readonly remove: readonly { readonly ref: ObjectRef; readonly uid: string | undefined }[];
	/** Objects of that name which localdns has not made. */
	readonly foreign: readonly ObjectRef[];
	/** The namespace, where install had made it: goes last, with whatever is in it. */
	readonly namespace: ObjectRef | undefined;
	/** Where a run may have left probes. */
	readonly probesIn: string | undefined;
}
