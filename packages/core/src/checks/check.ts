import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { ErrorCode } from "../error-codes/index.ts";

/** What a check is about; the order in which they are shown. */
export const categories = [
	"API and rights",
	"versions and nodes",
	"cluster DNS",
	"kubelets",
	"network",
	"the cache",
] as const;

/** One of the categories. */
export type Category = (typeof categories)[number];

/** What a check found out. */
export type Outcome =
	| { readonly is: "ok"; readonly text: string }
	| {
			readonly is: "bad";
			readonly text: string;
			/** @default the check's own */
			readonly severity?: "error" | "warning";
			/** @default the hint of the check's code */
			readonly hint?: string;
			/** Everything that is meant, where the text names only some: nodes, pods, rights. */
			readonly about?: readonly string[];
	  }
	/** Nobody could say; the reason is a sentence's end. */
	| { readonly is: "unknown"; readonly because: string }
	/** The question does not arise here. */
	| { readonly is: "skipped"; readonly because: string };

/** A question about a cluster, as data. */
export interface Check {
	/** Stable name for `--check`. */
	readonly id: string;
	/** Its page is docs/checks/CODE.md. */
	readonly code: ErrorCode;
	readonly category: Category;
	/** What is so when it is well. */
	readonly title: string;
	/** How bad it is when it is not. */
	readonly severity: "error" | "warning";
	/** Whether it is about an installation, so that it says nothing before there is one. */
	readonly afterInstall?: true;
	/** Looks at nothing but the snapshot. */
	readonly run: (cluster: ClusterSnapshot) => Outcome;
}
