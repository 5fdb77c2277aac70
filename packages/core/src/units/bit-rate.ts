const units: Record<string, number> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };

/**
 * Reads a bit rate as `tc` writes it: `800kbit`, `1mbit`, `1.5Mbit/s`. Steps of 1000, per second.
 * @returns bits per second, or undefined for anything else and for zero
 */
export function parseBitRate(text: string): number | undefined {
	const match = /^(\d+(?:\.\d+)?)([kmg]?bit)(?:\/s)?$/i.exec(text);
	if (match === null) return undefined;
	const rate = Number(match[1]) * (units[(match[2] as string).toLowerCase()] as number);
	return rate > 0 ? rate : undefined;
}

/** The form that `parseBitRate` reads back, with the largest unit that leaves a number of at least 1. */
export function formatBitRate(bitsPerSecond: number): string {
	const [name, size] = Object.entries(units)
		.reverse()
		.find(([, unit]) => bitsPerSecond >= unit) ?? ["bit", 1];
	return `${bitsPerSecond / size}${name}`;
}
