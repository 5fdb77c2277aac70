import type { Workload } from "../measure/sample.ts";
import type { BenchReport, WorkloadResult } from "./bench-report.ts";

/** One node's figures in one workload. */
export interface NodeResult {
	node: string;
	link: string;
	workload: WorkloadResult;
}

/** The highest share of failures that any arm of a node has. */
export const worstRate = ({ arms }: WorkloadResult): number =>
	Math.max(0, ...arms.map(({ failureRate }) => failureRate.estimate));

/** The node that fails most first, whatever the arm; equal ones in the order of the run. */
export function byWorst({ nodes }: BenchReport, workload: Workload): NodeResult[] {
	return nodes
		.flatMap(({ node, link, workloads }): NodeResult[] => {
			const found = workloads.find(({ name }) => name === workload);
			return found === undefined ? [] : [{ node, link, workload: found }];
		})
		.sort((a, b) => worstRate(b.workload) - worstRate(a.workload));
}
