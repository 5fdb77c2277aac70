import type { ObjectRef } from "@localdns/core/plan";

/**
 * What a command that changes a cluster tells while it does. Each `step`, `object` and `node` event is sent before the
 * next write, so that their lines are the boundaries at which a run may be interrupted.
 */
export type ChangeEvent =
	/** A part of the work begins. */
	| { readonly event: "step"; readonly text: string }
	| {
			readonly event: "object";
			readonly change: "created" | "updated" | "adopted" | "unchanged" | "deleted";
			readonly ref: ObjectRef;
	  }
	/** Something is waited for; sent again when the numbers change. */
	| {
			readonly event: "waiting";
			readonly text: string;
			readonly done?: number;
			readonly of?: number;
			/** Who is being waited for. */
			readonly missing?: readonly string[];
	  }
	| {
			readonly event: "node";
			readonly node: string;
			readonly state:
				| "turning"
				| "back"
				| "verified"
				| "turned"
				| "undoing"
				| "undone"
				| "returning"
				| "returned"
				| "failed";
			readonly text?: string;
	  }
	/** The API server went away or is back. */
	| { readonly event: "api"; readonly text: string }
	| { readonly event: "warning"; readonly text: string };

/** Who listens to a change. */
export type OnChange = (event: ChangeEvent) => void;
