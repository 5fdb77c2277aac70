import type { LinkReport } from "../report/bench-report.ts";
import type { MeasuredRun } from "./measured-run.ts";
import type { SampleTable } from "./sample-table.ts";

/** As good as no packet: some go by DERP while tailscale looks for the direct way. */
const strays = 0.01;

function wentDirect({ overlay }: LinkReport): boolean {
	if (overlay === undefined) return true;
	const all = overlay.carried.reduce((sum, { packets }) => sum + packets, 0);
	const direct = overlay.carried.find(({ by }) => by === "direct")?.packets ?? 0;
	return all > 0 && direct >= (1 - strays) * all;
}

/** The share of resolutions that fail when packets are lost independently, and how it was reckoned. */
export interface Prediction {
	failureRate: number;
	basis: string;
}

/**
 * Failure rate of an arm that crosses the link for every exchange: a resolution of k exchanges fails
 * unless all 2k packets arrive, since the stub repeats a lost one only at the deadline. So
 * 1 − (1 − p)^2k, averaged over the resolutions that were asked; during an imposed blackout it is 1.
 *
 * tailscale's direct way changes nothing of it: one datagram for each packet, and none is sent again. By a DERP
 * server they go over TCP, which repeats what is lost.
 *
 * @returns null where losses are not known beforehand (a real link), not independent (bursts, policing), or
 *   repeated within the deadline (musl, DERP)
 */
export function predictFailureRate(
	{ table, rows }: { table: SampleTable; rows: Uint32Array },
	{ link, stubProfile }: Pick<MeasuredRun, "link" | "stubProfile">,
): Prediction | null {
	if (link === null || link.burstMs !== null || link.udpLimitBitsPerSecond !== null) return null;
	if (!wentDirect(link) || stubProfile === "musl" || rows.length === 0) return null;
	let failing = 0;
	let exchanges = 0;
	let cut = 0;
	for (const row of rows) {
		const cost = table.exchanges[row] as number;
		const intendedMs = table.intendedMs[row] as number;
		exchanges += cost;
		// A and AAAA go together: half as many round trips as exchanges, one after the other.
		const untilMs = intendedMs + (cost / 2) * link.rttMs;
		const blackedOut = link.blackouts.some(
			({ startMs, durationMs }) => untilMs > startMs && intendedMs < startMs + durationMs,
		);
		if (blackedOut) cut++;
		failing += blackedOut ? 1 : 1 - (1 - link.loss) ** (2 * cost);
	}
	const mean = (exchanges / rows.length).toFixed(1);
	const dark = cut === 0 ? "" : `; ${cut} asked during a blackout count as failed`;
	return {
		failureRate: failing / rows.length,
		basis: `1 − (1 − ${link.loss})^(2 × exchanges), mean ${mean} exchanges, over the ${rows.length} resolutions asked${dark}`,
	};
}
