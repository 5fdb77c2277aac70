import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import { errorCodes } from "../error-codes/index.ts";
import type { Check, Outcome } from "./check.ts";

/** A check and what it found out. */
export interface CheckResult extends Pick<Check, "id" | "code" | "category" | "title"> {
	/** `error` and `warning` where the answer is no; `skipped` where the question does not arise. */
	readonly status: "ok" | "warning" | "error" | "unknown" | "skipped";
	/** What was found, or why nothing was. */
	readonly text: string;
	/** What to do, of a warning or an error. */
	readonly hint?: string;
	/** All that is meant, where the text names only some. */
	readonly about?: readonly string[];
}

/** Asks each check about a cluster. A check sees nothing but the snapshot, so equal snapshots give equal results. */
export const runChecks = (checks: readonly Check[], cluster: ClusterSnapshot): CheckResult[] =>
	checks.map((check) => resultOf(check, check.run(cluster)));

function resultOf(check: Check, outcome: Outcome): CheckResult {
	const { id, code, category, title } = check;
	const about = { id, code, category, title };
	switch (outcome.is) {
		case "ok":
			return { ...about, status: "ok", text: outcome.text };
		case "bad":
			return {
				...about,
				status: outcome.severity ?? check.severity,
				text: outcome.text,
				hint: outcome.hint ?? errorCodes[code].hint,
				...(outcome.about === undefined ? {} : { about: outcome.about }),
			};
		case "unknown":
		case "skipped":
			return { ...about, status: outcome.is, text: outcome.because };
	}
}
