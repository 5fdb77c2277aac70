/**
 * Reads `5%` or `0.5%`; the sign is never optional, because 5 and 0.05 would both make sense without it.
 * @returns a share (0.05 for `5%`), or undefined for anything else or beyond 100 %
 */
export function parsePercentage(text: string): number | undefined {
	if (!/^\d+(\.\d+)?%$/.test(text)) return undefined;
	const percent = Number(text.slice(0, -1));
	return percent <= 100 ? percent / 100 : undefined;
}

/** `0.05` → `5%`, without the digits that binary fractions add. */
export function formatPercentage(share: number): string {
	return `${Number((share * 100).toPrecision(6))}%`;
}
