import { LocaldnsError } from "@localdns/core";
import { LinkFitter } from "@localdns/core/measure";
import type { BenchReport, LikeRun } from "@localdns/core/report";
import type { OpenedRun } from "../run-file.ts";

/** The lab's link, as a run in a cluster showed it. */
export interface LinkLike {
	/** As `--link` takes it. */
	spec: string;
	/** ms since the measured part began. */
	blackouts: { startMs: number; durationMs: number }[];
	/** Of the run. */
	durationMs: number;
	/** For the report. */
	like: LikeRun;
}

/**
 * Takes a link from the packets of a run's baseline on one node.
 *
 * @param node @default where the baseline failed most, of the nodes without the cluster DNS on them
 * @throws LocaldnsError LDNS345
 */
export async function linkLike(path: string, opened: OpenedRun, node?: string): Promise<LinkLike> {
	const { run } = opened;
	const [arm] = run.run.arms;
	const name = node ?? worstNode(run, arm);
	if (arm === undefined || name === undefined || !run.run.nodes.includes(name)) {
		const known = run.run.nodes.join(", ");
		throw new LocaldnsError("LDNS345", `${path}: no link to take, ${node ?? "no node"} was not measured`, {
			reason: `measured were ${known}`,
		});
	}
	const fitter = new LinkFitter();
	for await (const sample of opened.samples())
		if (sample.node === name && sample.arm === arm) fitter.add(sample);
	const fit = fitter.fit();
	if (!fit.ok) {
		throw new LocaldnsError("LDNS345", `${path}: no link to take from the arm ${arm} on ${name}`, {
			reason: fit.reason,
		});
	}
	const { spec, blackouts, basis } = fit.link;
	const { id: runId, startedAt, durationMs } = run.run;
	return { spec, blackouts, durationMs, like: { runId, startedAt, node: name, arm, basis } };
}

/** Whose link matters most: not that of a node which has the cluster DNS beside it, where there is another one. */
function worstNode({ nodes, measuredNodes = [] }: BenchReport, arm: string | undefined): string | undefined {
	const beside = new Set(
		measuredNodes.filter(({ besideClusterDns }) => besideClusterDns).map(({ node }) => node),
	);
	const failures = (node: BenchReport["nodes"][number]): number =>
		node.workloads.reduce(
			(sum, { arms }) => sum + (arms.find((each) => each.arm === arm)?.failureRate.estimate ?? 0),
			0,
		);
	return nodes
		.toSorted(
			(a, b) =>
				Number(beside.has(a.node)) - Number(beside.has(b.node)) ||
				failures(b) - failures(a) ||
				(a.node < b.node ? -1 : 1),
		)
		.map(({ node }) => node)[0];
}
