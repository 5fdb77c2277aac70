import { type BenchReport, benchReportSchema } from "@localdns/core/report";
import type { Ended } from "./localdns-process.ts";

/** What `bench -o json` printed. @throws with what it said instead */
export function reportOf({ stdout, stderr }: Ended): BenchReport {
	if (stdout === "") throw new Error(stderr);
	return benchReportSchema.parse(JSON.parse(stdout)) as BenchReport;
}

/** What the cache, or another arm, was found to be on a node's hot names. */
export const hotVerdictOn = (report: BenchReport, node: string, arm = "cache"): unknown =>
	report.nodes
		.find((each) => each.node === node)
		?.workloads.find(({ name }) => name === "hot")
		?.comparisons.find((each) => each.arm === arm)?.verdict;

/** What a machine that is busy with something else does to a probe. */
const machineWasBusy = /^The probe (was late|missed)/;

function wasLate({ stdout }: Ended): boolean {
	if (stdout === "") return false;
	const { validity, measuredNodes = [] } = JSON.parse(stdout) as BenchReport;
	const unfit = measuredNodes.flatMap(({ state, reason }) => (state === "void" ? [reason ?? ""] : []));
	return [...validity.reasons, ...unfit].some((reason) => machineWasBusy.test(reason));
}

/** A run that the machine spoiled is measured once more, as its report advises; any other outcome stands. */
export async function againIfLate(measure: () => Promise<Ended>): Promise<Ended> {
	const ended = await measure();
	return wasLate(ended) ? await measure() : ended;
}
