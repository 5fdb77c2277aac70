import {
	type BenchReport,
	type Comparison,
	nodesThatCount,
	verdictOf,
	type WorkloadResult,
} from "@localdns/core/report";
import { type JunitCase, type JunitOutcome, junitDocument } from "./junit-document.ts";

/**
 * A bench as JUnit XML: whether it is valid, then a test for each comparison over all nodes and on each node. `worse` is
 * a failure; what was not shown either way, or does not count, is skipped; a node of which nothing came is an error.
 */
export function benchJunit(report: BenchReport): string {
	const { run, validity, workloads, nodes, measuredNodes = [] } = report;
	const counting = nodesThatCount(report);
	const unfit = new Map(measuredNodes.map(({ node, reason }) => [node, reason ?? "it does not count"]));
	const cases: JunitCase[] = [
		validity.valid
			? { classname: "bench", name: "validity", outcome: "passed" }
			: { classname: "bench", name: "validity", outcome: "error", message: validity.reasons.join(" ") },
		...workloads.flatMap((workload) => casesOf(report, workload, "all nodes")),
		...nodes.flatMap(({ node, workloads: own }) =>
			own
				.flatMap((workload) => casesOf(report, workload, node))
				.map(
					(each): JunitCase =>
						counting.has(node) ? each : { ...each, outcome: "skipped", message: unfit.get(node) ?? "" },
				),
		),
		...measuredNodes
			.filter(({ state }) => state === "missing")
			.map(
				({ node, reason = "nothing came" }): JunitCase => ({
					classname: node,
					name: "measured",
					outcome: "error",
					message: reason,
				}),
			),
	];
	return junitDocument({ name: `localdns bench ${run.id}`, at: run.startedAt }, cases);
}

const casesOf = (report: BenchReport, { name, comparisons }: WorkloadResult, place: string): JunitCase[] =>
	comparisons.map((comparison) => ({
		classname: place,
		name: `${name}: ${comparison.arm} against ${comparison.baseline}`,
		...outcomeOf(report, comparison),
	}));

function outcomeOf(
	report: BenchReport,
	comparison: Comparison,
): { readonly outcome: JunitOutcome; readonly message: string } {
	const verdict = verdictOf(report, comparison);
	const message = `${verdict ?? "no verdict"}: ${comparison.reason}`;
	if (verdict === "worse") return { outcome: "failure", message };
	return { outcome: verdict === "better" || verdict === "same" ? "output" : "skipped", message };
}
