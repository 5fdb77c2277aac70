import type { LinkReport, Validity } from "../report/bench-report.ts";
import { binomialCumulative } from "./binomial.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { quantileOfSorted } from "./quantile.ts";

/** Above this share of slots that the probe missed itself, it measured its own machine. */
const faultLimit = 0.01;
/** Fewer resolutions of an arm in a workload are no measurement. */
const fewestResolutions = 20;
/** A healthy impairment is taken for a broken one once in a thousand runs. */
const proofLevel = 0.0005;

/** What speaks against the lab's link having been as asked. */
function impairmentDoubts(link: LinkReport, durationMs: number): string[] {
	const { proof, loss, burstMs, udpLimitBitsPerSecond, rttMs, jitterMs, blackouts, measured } = link;
	const doubts: string[] = [];
	const seen = `${proof.lost} of ${proof.sent} packets lost before the run`;
	// What a policer takes depends on the traffic, so there is no share to hold the proof against.
	if (burstMs === null && udpLimitBitsPerSecond === null) {
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
	const began = blackouts.some(({ startMs }) => startMs < durationMs);
	if (began && measured.toNear.lost.blackout + measured.toFar.lost.blackout === 0) {
		doubts.push("The blackout took no packet: it was not in force.");
	}
	return doubts;
}

/**
 * Whether the run can be believed at all, judged before any result: the probe's own lateness, floor and
 * faults, completeness, and in the lab the proof that the link was as asked. A run that fails has no verdict.
 */
export function judgeValidity(run: MeasuredRun): Validity {
	const measured = run.samples.filter(({ intendedMs }) => intendedMs >= 0);
	const asked = measured.filter(({ outcome }) => outcome !== "probe_fault" && outcome !== "aborted");
	const lateness = Float64Array.from(asked, ({ latenessMs }) => latenessMs).sort();
	const floor = Float64Array.from(run.floorSamplesMs).sort();
	const probeFaults = measured.reduce((sum, { outcome }) => sum + (outcome === "probe_fault" ? 1 : 0), 0);
	const at = (sorted: Float64Array, q: number) => (sorted.length === 0 ? 0 : quantileOfSorted(sorted, q));
	const latenessMs = { p50: at(lateness, 0.5), p99: at(lateness, 0.99), max: at(lateness, 1) };

	const reasons: string[] = [];
	// Half the distance between the arms: later than that and they are no longer apart as planned.
	const latenessLimitMs = run.gapMs / 2;
	if (latenessMs.p99 > latenessLimitMs) {
		reasons.push(
			`The probe was late: 1 % of its questions left more than ${latenessMs.p99.toFixed(1)} ms after their time (limit ${latenessLimitMs} ms).`,
		);
	}
	if (probeFaults > faultLimit * measured.length) {
		reasons.push(`The probe missed ${probeFaults} of ${measured.length} slots (limit 1 %).`);
	}
	if (floor.length === 0) reasons.push("The probe's own floor was not measured.");
	// An interrupted run is judged over the time it had, whose plan nobody counted.
	if (!run.interrupted && measured.length < (1 - faultLimit) * run.planned) {
		reasons.push(`Only ${measured.length} of ${run.planned} planned resolutions were recorded.`);
	}
	for (const { workload } of run.workloads) {
		for (const arm of run.arms) {
			const count = asked.reduce((sum, s) => sum + (s.arm === arm && s.workload === workload ? 1 : 0), 0);
			if (count < fewestResolutions) {
				reasons.push(
					`Too few resolutions: ${count} of ${workload} names by ${arm}, ${fewestResolutions} are the least.`,
				);
			}
		}
	}
	if (run.link !== null) reasons.push(...impairmentDoubts(run.link, run.durationMs));
	return {
		valid: reasons.length === 0,
		reasons,
		latenessMs,
		floorMs: { p50: at(floor, 0.5), p99: at(floor, 0.99) },
		probeFaults,
		stray: run.stray,
	};
}
