/** How figures are written in every view, so that a table, a page and a pasted line agree. */

export function countText(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A share as a percentage with three significant digits at most; never rounds to none or to all. */
export function shareText(share: number): string {
	return `${percentDigits(share)}%`;
}

function percentDigits(share: number): string {
	const percent = share * 100;
	if (percent === 0) return "0";
	if (percent < 0.005) return "<0.01";
	if (percent >= 99.95) return percent >= 100 ? "100" : ">99.9";
	return percent < 9.995 ? percent.toFixed(2) : percent.toFixed(1);
}

/** A share that was chosen, not measured, as on an axis: `0.1%`, `25%`. */
export function roundShareText(share: number): string {
	return `${Number((share * 100).toPrecision(3))}%`;
}

/** An interval of shares without the unit, which stands beside it: `16.0–20.4`. */
export function shareRangeText(interval: { low: number; high: number }): string {
	return `${percentDigits(interval.low)}–${percentDigits(interval.high)}`;
}

/** A difference of shares in percentage points: `−1.92 pp`. */
export function pointsText(delta: number): string {
	return `${signedPoints(delta)} pp`;
}

/** A size without direction: `3.56 pp`. */
export function pointsSizeText(size: number): string {
	return pointsText(size).replace(/^\+/, "");
}

/** An interval of a difference of shares in percentage points: `−3.10 to −1.20`. */
export function pointsRangeText(interval: { low: number; high: number }): string {
	return `${signedPoints(interval.low)} to ${signedPoints(interval.high)}`;
}

function signedPoints(delta: number): string {
	const points = Math.abs(delta) * 100;
	const digits = points < 9.995 ? points.toFixed(2) : points.toFixed(1);
	if (Number(digits) === 0) return "0.00";
	return `${delta < 0 ? "−" : "+"}${digits}`;
}

/** Milliseconds in the unit that suits them: `0.31 ms`, `43.2 ms`, `358 ms`, `1.24 s`. */
export function timeText(ms: number): string {
	if (ms >= 999.5) return `${(ms / 1000).toFixed(ms >= 9995 ? 1 : 2)} s`;
	return `${timeDigits(ms)} ms`;
}

function timeDigits(ms: number): string {
	if (ms < 9.995) return ms.toFixed(2);
	return ms < 99.95 ? ms.toFixed(1) : ms.toFixed(0);
}

/** Bounds of a time; one unit when both share it, `∞` where a bound lies beyond the deadline. */
export function timeRangeText(low: number | null, high: number | null): string {
	if (low === null || high === null) {
		return `${low === null ? "–" : timeText(low)} to ${high === null ? "∞" : timeText(high)}`;
	}
	if (high < 999.5) return `${timeDigits(low)}–${timeDigits(high)}`;
	return `${timeText(low)} to ${timeText(high)}`;
}

/** A length of time that was set, not measured: `45 s`, `2 min`, `4 min 30 s`, `1 h`. */
export function lengthText(ms: number): string {
	if (ms < 1000) return `${Number(ms.toPrecision(3))} ms`;
	const seconds = ms / 1000;
	if (seconds % 3600 === 0) return `${seconds / 3600} h`;
	if (seconds % 60 === 0) return `${seconds / 60} min`;
	if (seconds > 120 && Number.isInteger(seconds)) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	return `${Number(seconds.toPrecision(3))} s`;
}

/** A p-value as a sentence has it; nothing is ever `p = 0`. */
export function pValueText(p: number): string {
	if (p < 0.001) return "p < 0.001";
	return `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** A ratio of times in words of multiplication: `÷87` is 87 times faster, `×1.02` 2 % slower. */
export function ratioText(ratio: number): string {
	const inverse = ratio < 1;
	const factor = inverse ? 1 / ratio : ratio;
	return `${inverse ? "÷" : "×"}${factor < 9.995 ? factor.toFixed(2) : factor.toFixed(0)}`;
}

/** A change of a time: `−12.4 ms`. */
export const signedTimeText = (ms: number): string => `${ms < 0 ? "−" : "+"}${timeText(Math.abs(ms))}`;

/** An interval of a change of a time; the unit stands once where both bounds share it. */
export function signedTimeRangeText({ low, high }: { low: number; high: number }): string {
	const [from, to] = [signedTimeText(low), signedTimeText(high)];
	const unit = / \S+$/;
	return unit.exec(from)?.[0] === unit.exec(to)?.[0]
		? `${from.replace(unit, "")} to ${to.replace(unit, "")}`
		: `${from} to ${to}`;
}
