const unitsMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads a duration as Go and Kubernetes write it: `43ms`, `90s`, `1m30s`, `0.5s`. The unit is never optional.
 * @returns milliseconds, or undefined for anything else (a sign, a bare number, an unknown unit)
 */
export function parseDuration(text: string): number | undefined {
	if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
		total += Number(amount) * (unitsMs[unit as string] as number);
	}
	// 2.3 × 1000 is not 2300 in binary.
	return Math.round(total * 1e6) / 1e6;
}

/** The shortest exact form that `parseDuration` reads back: `1m30s`, `43ms`, `1.5s`. */
export function formatDuration(ms: number): string {
	if (ms < 1000) return `${ms}ms`;
	const hours = Math.floor(ms / 3_600_000);
	const minutes = Math.floor((ms % 3_600_000) / 60_000);
	const seconds = (ms % 60_000) / 1000;
	const parts = [
		hours > 0 ? `${hours}h` : "",
		minutes > 0 ? `${minutes}m` : "",
		seconds > 0 ? `${seconds}s` : "",
	];
	return parts.join("");
}
