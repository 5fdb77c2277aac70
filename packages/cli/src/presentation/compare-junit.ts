import { type BenchComparison, type SubjectShift, shiftName } from "@localdns/core/report";
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
		...workloads.flatMap(({ name, subjects }) =>
			subjects.map(
				(subject): JunitCase => ({
					classname: "compare",
					name: `${name}: ${shiftName(subject)}`,
					...outcomeOf(subject, comparable),
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
): { readonly outcome: JunitOutcome; readonly message: string } {
	const message = `${(comparable ? verdict : null) ?? "no verdict"}: ${reason}`;
	if (comparable && verdict === "worse") return { outcome: "failure", message };
	const shown = comparable && (verdict === "better" || verdict === "same");
	return { outcome: shown ? "output" : "skipped", message };
}
