import { type BenchComparison, type NameShift, type SubjectShift, shiftName } from "@localdns/core/report";
import { type JunitCase, type JunitOutcome, junitDocument } from "./junit-document.ts";

/**
 * A comparison as JUnit XML: whether the runs can be compared, then a test for each arm and workload. `worse` is a
 * failure; what was not shown either way is skipped.
 */
export function compareJunit(comparison: BenchComparison): string {
	const { before, after, comparable, reasons, workloads } = comparison;
	const cases: JunitCase[] = [
		comparable
			? { classname: "compare", name: "comparable", outcome: "passed" }
			: { classname: "compare", name: "comparable", outcome: "error", message: reasons.join(" ") },
		...workloads.flatMap(({ name, names, subjects }) =>
			subjects.map(
				(subject): JunitCase => ({
					classname: "compare",
					name: `${name}: ${shiftName(subject)}`,
					...outcomeOf(subject, comparable, names),
				}),
			),
		),
	];
	return junitDocument(
		{ name: `localdns bench compare ${before.id} ${after.id}`, at: after.startedAt },
		cases,
	);
}

function outcomeOf(
	{ verdict, reason }: SubjectShift,
	comparable: boolean,
	names: NameShift | undefined,
): { readonly outcome: JunitOutcome; readonly message: string } {
	const judged = `${(comparable ? verdict : null) ?? "no verdict"}: ${reason}`;
	const message = names === undefined || names.finding === reason ? judged : `${judged} ${names.finding}`;
	if (comparable && verdict === "worse") return { outcome: "failure", message };
	const shown = comparable && (verdict === "better" || verdict === "same");
	return { outcome: shown ? "output" : "skipped", message };
}
