const unitMs: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	μs: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

const wholeDuration = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;

/** Milliseconds of a duration as Go's time.ParseDuration reads it: `1h30m`, `-1.5s`, `0`; undefined for none. */
export function goDurationMs(text: string): number | undefined {
	const [, sign, parts] = wholeDuration.exec(text) ?? [];
	if (parts === undefined) return undefined;
	let ms = 0;
	for (const [, amount, unit = ""] of parts.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
		ms += Number(amount) * (unitMs[unit] as number);
	}
	// Go counts nanoseconds in 64 bits and refuses what does not fit.
	if (ms * 1e6 > 2 ** 63) return undefined;
	return sign === "-" ? -ms : ms;
}

/** A whole number as Go's strconv.Atoi reads it; undefined for none. */
export function goInteger(text: string): number | undefined {
	if (!/^[-+]?\d+$/.test(text)) return undefined;
	const value = Number(text);
	return Math.abs(value) < 2 ** 63 ? value : undefined;
}
