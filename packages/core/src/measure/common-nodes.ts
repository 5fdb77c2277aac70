import type { BenchReport } from "../report/bench-report.ts";

/** Why a node has no part in a run; undefined where it has. */
function whyNot({ run, measuredNodes }: BenchReport, which: string): (node: string) => string | undefined {
	const measured = new Set(run.nodes);
	const unfit = new Map(
		measuredNodes?.flatMap(({ node, state, reason }) => (state === "void" ? [[node, reason ?? ""]] : [])),
	);
	return (node) => {
		if (!measured.has(node)) return `the ${which} run has no results of it`;
		return unfit.has(node) ? `it does not count in the ${which} run: ${unfit.get(node)}` : undefined;
	};
}

/** The nodes that count in both of two runs, and each other one with the reason. */
export function commonNodes(
	before: BenchReport,
	after: BenchReport,
): { nodes: Set<string>; leftOut: { node: string; reason: string }[] } {
	const nodes = new Set<string>();
	const leftOut: { node: string; reason: string }[] = [];
	const every = new Set([...before.run.nodes, ...after.run.nodes]);
	const [first, second] = [whyNot(before, "first"), whyNot(after, "second")];
	for (const node of every) {
		const reason = first(node) ?? second(node);
		if (reason === undefined) nodes.add(node);
		else leftOut.push({ node, reason });
	}
	return { nodes, leftOut };
}
