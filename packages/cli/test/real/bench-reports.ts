import { type BenchReport, benchReportSchema, type Comparison } from "@localdns/core/report";
import type { Ended } from "./localdns-process.ts";

/** What `bench -o json` printed. @throws with what it said instead */
export function reportOf({ stdout, stderr }: Ended): BenchReport {
	if (stdout === "") throw new Error(stderr);
	return benchReportSchema.parse(JSON.parse(stdout)) as BenchReport;
}

/** What the cache, or another arm, was found to be on a node's hot names. */
export const hotComparisonOn = (report: BenchReport, node: string, arm = "cache"): Comparison | undefined =>
	report.nodes
		.find((each) => each.node === node)
		?.workloads.find(({ name }) => name === "hot")
		?.comparisons.find((each) => each.arm === arm);

/** What a machine that is busy with something else does to a probe. */
const machineWasBusy = /^The probe (was late|missed)/;
/**
 * In two short runs of a hundred, scattered failures look by chance like ones that carry over, and are judged in blocks
 * of time that are too long for the run.
 */
const wasTooShort = /independent blocks of time cannot show/;

function isToBeRepeated({ stdout }: Ended): boolean {
	if (stdout === "") return false;
	const { validity, measuredNodes = [], workloads, nodes } = JSON.parse(stdout) as BenchReport;
	const unfit = measuredNodes.flatMap(({ state, reason }) => (state === "void" ? [reason ?? ""] : []));
	const judged = [...workloads, ...nodes.flatMap((node) => node.workloads)]
		.filter(({ name }) => name === "hot")
		.flatMap(({ comparisons }) => comparisons.map(({ reason }) => reason));
	return (
		[...validity.reasons, ...unfit].some((reason) => machineWasBusy.test(reason)) ||
		judged.some((reason) => wasTooShort.test(reason))
	);
}

/** A run that says that it has to be repeated is, once; any other outcome stands. */
export async function againAsAdvised(measure: () => Promise<Ended>): Promise<Ended> {
	const ended = await measure();
	return isToBeRepeated(ended) ? await measure() : ended;
}
