import type { Outcome } from "../../measure/sample.ts";
import { outcomeNames, type SampleTable } from "../../measure/sample-table.ts";

/** The few kinds of trouble that a reader tells apart by colour. */
export const outcomeClasses = ["timeout", "late", "error", "wrong", "unsent", "stale"] as const;

export type OutcomeClass = (typeof outcomeClasses)[number];

const classes: Partial<Record<Outcome, OutcomeClass>> = {
	timeout: "timeout",
	late: "late",
	servfail: "error",
	refused: "error",
	other_rcode: "error",
	truncated_tcp_fail: "error",
	malformed: "error",
	wrong_answer: "wrong",
	unexpected_nxdomain: "wrong",
	unexpected_nodata: "wrong",
	icmp_refused: "unsent",
	send_error: "unsent",
};

const byNumber = outcomeNames.map((name) => classes[name]);

/** Undefined for a good, fresh answer. */
export function outcomeClassOf({ outcome, staleMs }: SampleTable, row: number): OutcomeClass | undefined {
	return byNumber[outcome[row] as number] ?? (Number.isNaN(staleMs[row]) ? undefined : "stale");
}
