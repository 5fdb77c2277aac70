import { LocaldnsError, parseDuration } from "@localdns/core";

/** A time during which the link carries nothing, in ms since the measured part began. */
export interface Blackout {
	startMs: number;
	durationMs: number;
}

/**
 * Reads `--blackout D@T`, such as `25s@10s`: for 25 s, 10 s after the measured part began.
 * @throws LocaldnsError LDNS101
 */
export function parseBlackout(text: string): Blackout {
	const [length = "", start = "", ...rest] = text.split("@");
	const durationMs = parseDuration(length);
	const startMs = parseDuration(start);
	if (rest.length > 0 || durationMs === undefined || startMs === undefined || durationMs === 0) {
		throw new LocaldnsError(
			"LDNS101",
			`--blackout: read ${JSON.stringify(text)}; allowed is D@T, two times with their units, such as 25s@10s`,
			{
				hint: "localdns bench --lab --blackout 25s@10s",
			},
		);
	}
	return { startMs, durationMs };
}
