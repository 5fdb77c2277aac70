import type { Random } from "@localdns/core/measure";

export interface Policer {
	/** True when a packet of this outer size passes now. */
	admits(nowMs: number, bytes: number): boolean;
}

/** A full tunnel packet (1280) with the 60 bytes that IPv4, UDP and WireGuard put around it. */
const bulkPacketBytes = 1340;
/** Depth of the bucket: what the limit lets through in this time, but never less than two full packets. */
const depthMs = 20;

/**
 * A token bucket, as carriers police UDP: what finds no tokens is dropped, nothing is delayed.
 * Competing bulk traffic is modelled, not sent: full packets arrive as a Poisson stream and take
 * tokens on the same terms as ours.
 */
export function createPolicer(
	limitBitsPerSecond: number,
	loadBitsPerSecond: number | null,
	random: Random,
): Policer {
	const bytesPerMs = limitBitsPerSecond / 8000;
	const depth = Math.max(bytesPerMs * depthMs, 2 * bulkPacketBytes);
	const bulkGapMs =
		loadBitsPerSecond === null ? Number.POSITIVE_INFINITY : (bulkPacketBytes * 8000) / loadBitsPerSecond;
	let tokens = depth;
	let filledMs: number | undefined;
	let nextBulkMs: number | undefined;

	function fill(nowMs: number): void {
		tokens = Math.min(depth, tokens + (nowMs - (filledMs ?? nowMs)) * bytesPerMs);
		filledMs = nowMs;
	}
	function take(bytes: number): boolean {
		if (tokens < bytes) return false;
		tokens -= bytes;
		return true;
	}
	return {
		admits(nowMs, bytes) {
			nextBulkMs ??=
				loadBitsPerSecond === null ? Number.POSITIVE_INFINITY : nowMs + random.exponential(bulkGapMs);
			while (nextBulkMs <= nowMs) {
				fill(nextBulkMs);
				take(bulkPacketBytes);
				nextBulkMs += random.exponential(bulkGapMs);
			}
			fill(nowMs);
			return take(bytes);
		},
	};
}
