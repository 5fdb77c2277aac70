import type { ControlShift, NameShift, Shift, SubjectShift } from "../report/bench-comparison.ts";
import type { Interval, Verdict } from "../report/bench-report.ts";
import { shareText, timeText } from "../report/number-text.ts";
import { holm } from "./holm.ts";
import { sameLatencyMs, sameRate, within } from "./practical-size.ts";
import { alpha, fewEpisodes } from "./verdict.ts";

/** Five blocks in each run can be dealt in 252 ways: the fewest that reach p ≤ 0.025. */
const fewestBlocks = 5;

const rates = ({ before, after }: Shift) =>
	`failures ${shareText(before.failureRate.estimate)} → ${shareText(after.failureRate.estimate)}`;

const inMs = (ms: number | null) => (ms === null ? "–" : timeText(ms));

/** Failures always, and the p99 where it decided and both runs have one. */
function figures(shift: Shift, p99Decided: boolean): string {
	const [before, after] = [shift.before.p99.estimate, shift.after.p99.estimate];
	if (!p99Decided || before === null || after === null) return rates(shift);
	return `${rates(shift)}, p99 ${inMs(before)} → ${inMs(after)}`;
}

/** Whether the whole interval lies further out than the limit, on one side. */
const surelyBeyond = ({ low, high }: Interval, limit: number) => low > limit || high < -limit;

/** Whether the world moved between the runs, judged readily: a control that may have moved proves nothing. */
export function judgeControl(shift: Shift): ControlShift {
	const { arm } = shift.before;
	const moved: string[] = [];
	if (shift.pValue <= alpha || surelyBeyond(shift.failureRateDelta, sameRate)) moved.push(rates(shift));
	const p50 = shift.p50DeltaMs;
	const limit = sameLatencyMs(shift.before.p50.estimate ?? 0);
	if (p50 !== null && surelyBeyond(p50, limit)) {
		moved.push(`p50 ${inMs(shift.before.p50.estimate)} → ${inMs(shift.after.p50.estimate)}`);
	}
	if (shift.p99.pValue <= alpha) {
		moved.push(`p99 ${inMs(shift.before.p99.estimate)} → ${inMs(shift.after.p99.estimate)}`);
	}
	const finding =
		moved.length === 0
			? `The control ${arm} was not seen to move (${rates(shift)}).`
			: `The control ${arm} moved too: ${moved.join(", ")}.`;
	return { ...shift, moved: moved.length > 0, finding };
}

function shownSame({ before, failureRateDelta, p50DeltaMs, p99 }: Shift): boolean {
	return (
		within(failureRateDelta, sameRate) &&
		p50DeltaMs !== null &&
		within(p50DeltaMs, sameLatencyMs(before.p50.estimate ?? 0)) &&
		p99.deltaMs !== null &&
		within(p99.deltaMs, sameLatencyMs(before.p99.estimate ?? 0))
	);
}

function decide(
	shift: Shift,
	adjusted: SubjectShift["adjusted"],
	control: ControlShift | null,
): { verdict: Verdict; reason: string } {
	const unsure = (reason: string) => ({ verdict: "inconclusive" as const, reason });
	if (control === null) {
		return unsure(
			"The runs share no baseline arm, so a change of the arm cannot be told from one of the world: measure the same baseline in both.",
		);
	}
	if (control.moved)
		return unsure(`${control.finding} What the change of the arm did cannot be told from that.`);
	if (Math.min(shift.blocks.before, shift.blocks.after) < fewestBlocks) {
		return unsure(
			`A run of fewer than ${fewestBlocks} independent blocks of ${shift.blocks.lengthMs / 1000} s cannot show a difference: measure longer.`,
		);
	}
	if (shownSame(shift)) {
		return { verdict: "same", reason: `The runs differ by no more than matters: ${rates(shift)}.` };
	}
	const signs = [
		...(adjusted.failures <= alpha ? [Math.sign(shift.failureRateDelta.estimate)] : []),
		...(adjusted.p99 <= alpha ? [Math.sign(shift.p99.excess)] : []),
	];
	if (signs.length > 0) {
		if (signs.some((sign) => sign !== signs[0])) {
			return unsure(`Failures and p99 moved in opposite directions: ${rates(shift)}.`);
		}
		return {
			verdict: signs[0] === -1 ? "better" : "worse",
			reason: `${shift.after.arm} moved, the control did not: ${figures(shift, adjusted.p99 <= alpha)}.`,
		};
	}
	return {
		verdict: "no-detectable-difference",
		reason: `No difference between the runs was shown: ${rates(shift)}.`,
	};
}

/**
 * Passes the verdict on an arm that was changed between the runs.
 *
 * @param names Which of them only one of the runs asked: with none in common there are figures and no verdict.
 * @param doubt Why the runs cannot be compared, if they cannot: the same.
 */
export function judgeShift(
	shift: Shift,
	control: ControlShift | null,
	differenceInDifferences: Interval | null,
	names: NameShift | undefined,
	doubt: string | undefined,
): SubjectShift {
	const [failures, p99] = holm([shift.pValue, shift.p99.pValue]) as [number, number];
	const adjusted = { failures, p99 };
	const bursts = shift.failureRateDelta.method !== "newcombe";
	const few = bursts && Math.max(shift.before.episodes, shift.after.episodes) < fewEpisodes;
	const obstacle = doubt ?? (names?.common === 0 ? names.finding : undefined);
	return {
		...shift,
		differenceInDifferences,
		adjusted,
		...(obstacle === undefined ? decide(shift, adjusted, control) : { verdict: null, reason: obstacle }),
		annotations: [
			"unpaired",
			...(few ? ["few episodes"] : []),
			...(names === undefined ? [] : ["names differ"]),
		],
	};
}
