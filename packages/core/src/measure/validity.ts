import type { LinkReport, Validity } from "../report/bench-report.ts";
import { binomialCumulative } from "./binomial.ts";
import { doubtsOfPunctuality, fitnessLimits, type Punctuality, punctualityByNode } from "./fitness.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { quantileOfSorted } from "./quantile.ts";
import { workloadNames } from "./sample.ts";
import { counts, type SampleTable } from "./sample-table.ts";

/** Fewer resolutions of an arm in a workload are no measurement. */
const fewestResolutions = 20;
/** A healthy impairment is taken for a broken one once in a thousand runs. */
const proofLevel = 0.0005;

/** What speaks against the lab's link having been as asked. */
function impairmentDoubts(link: LinkReport, durationMs: number): string[] {
	const { proof, loss, burstMs, udpLimitBitsPerSecond, rttMs, jitterMs, blackouts, measured, overlay } = link;
	const doubts: string[] = [];
	const seen = `${proof.lost} of ${proof.sent} packets lost before the run`;
	// What a policer takes depends on the traffic, so there is no share to hold the proof against; where all UDP is
	// blocked, the proof's own passes.
	if (burstMs === null && !udpLimitBitsPerSecond) {
		const atMost = binomialCumulative(proof.lost, proof.sent, proof.expectedLoss);
		const atLeast = 1 - binomialCumulative(proof.lost - 1, proof.sent, proof.expectedLoss);
		if (Math.min(atMost, atLeast) < proofLevel) {
			doubts.push(`The link was not as asked: ${seen}, ${(100 * proof.expectedLoss).toFixed(1)} % expected.`);
		}
	} else if (
		burstMs !== null &&
		loss > 0 &&
		measured.toNear.lost.burst + measured.toFar.lost.burst + proof.lost === 0
	) {
		doubts.push("The link was not as asked: it lost no packet in bursts.");
	}
	if (Math.abs(proof.rttMs.p50 - rttMs) > Math.max(2, jitterMs, 0.1 * rttMs)) {
		doubts.push(
			`The link was not as asked: median round trip ${proof.rttMs.p50.toFixed(1)} ms instead of ${rttMs} ms.`,
		);
	}
	const direct = overlay?.carried.find(({ by }) => by === "direct")?.packets ?? 0;
	if (udpLimitBitsPerSecond === 0 && measured.toNear.lost.policed === 0 && direct > 0) {
		doubts.push("UDP was not blocked as asked: packets went the direct way.");
	}
	const began = blackouts.some(({ startMs }) => startMs < durationMs);
	if (began && measured.toNear.lost.blackout + measured.toFar.lost.blackout === 0) {
		doubts.push("The blackout took no packet: it was not in force.");
	}
	return doubts;
}

/** Probes taken together. */
function together(probes: readonly Punctuality[]): Punctuality {
	const sum = (figure: (probe: Punctuality) => number) =>
		probes.reduce((whole, probe) => whole + figure(probe), 0);
	const lateness = new Float64Array(sum((probe) => probe.lateness.length));
	let filled = 0;
	for (const probe of probes) {
		lateness.set(probe.lateness, filled);
		filled += probe.lateness.length;
	}
	return {
		lateness: lateness.sort(),
		measured: sum(({ measured }) => measured),
		faults: sum(({ faults }) => faults),
	};
}

/** Resolutions that count of a workload, by arm. */
function countByArm(table: SampleTable, workload: number, isVoid: (node: number) => boolean): number[] {
	const byArm = table.arms.map(() => 0);
	for (let row = 0; row < table.rows; row++) {
		if (table.workload[row] !== workload || isVoid(table.node[row] as number) || !counts(table, row))
			continue;
		const arm = table.arm[row] as number;
		byArm[arm] = (byArm[arm] as number) + 1;
	}
	return byArm;
}

/** What speaks against a run of which nodes do not count. */
function doubtsOfNodes({ nodes, judgedNodes }: MeasuredRun): string[] {
	if (judgedNodes === undefined) return [];
	const { planned, void: unfit } = judgedNodes;
	const fit = nodes.filter(({ node }) => !unfit.has(node)).length;
	if (fit > 0 && fit >= fitnessLimits.nodes * planned) return [];
	const [example] = unfit;
	const why = example === undefined ? "" : ` ${example[0]}: ${example[1]}`;
	return [`Only ${fit} of ${planned} nodes count, half of them are the least.${why}`];
}

/**
 * Whether the run can be believed at all, judged before any result: the probe's own lateness, floor and
 * faults, completeness, and in the lab the proof that the link was as asked. A run that fails has no verdict.
 *
 * Where nodes were judged one by one, those that do not count are left out here, and what is missing is told node by
 * node; the run fails when fewer than half of its nodes are left.
 */
export function judgeValidity(run: MeasuredRun): Validity {
	const { table, judgedNodes } = run;
	const isVoid = (node: number) => judgedNodes?.void.has(table.nodes[node] as string) === true;
	const punctuality = together(punctualityByNode(table).filter((_, node) => !isVoid(node)));
	const { lateness, measured, faults } = punctuality;
	const floor = Float64Array.from(run.floorSamplesMs).sort();
	const at = (sorted: Float64Array, q: number) => (sorted.length === 0 ? 0 : quantileOfSorted(sorted, q));

	const reasons = [...doubtsOfNodes(run), ...doubtsOfPunctuality(punctuality, run.gapMs)];
	if (floor.length === 0) reasons.push("The probe's own floor was not measured.");
	// An interrupted run is judged over the time it had, whose plan nobody counted.
	const isWhole = measured >= (1 - fitnessLimits.missing) * run.planned;
	if (!run.interrupted && judgedNodes === undefined && !isWhole)
		reasons.push(`Only ${measured} of ${run.planned} planned resolutions were recorded.`);
	for (const { workload } of run.workloads) {
		const byArm = countByArm(table, workloadNames.indexOf(workload), isVoid);
		run.arms.forEach((arm, index) => {
			const count = byArm[index] ?? 0;
			if (count < fewestResolutions) {
				reasons.push(
					`Too few resolutions: ${count} of ${workload} names by ${arm}, ${fewestResolutions} are the least.`,
				);
			}
		});
	}
	if (run.link !== null) reasons.push(...impairmentDoubts(run.link, run.durationMs));
	return {
		valid: reasons.length === 0,
		reasons,
		latenessMs: { p50: at(lateness, 0.5), p99: at(lateness, 0.99), max: at(lateness, 1) },
		floorMs: { p50: at(floor, 0.5), p99: at(floor, 0.99) },
		probeFaults: faults,
		stray: run.stray,
	};
}
