import { countText, shareText, timeText } from "../report/number-text.ts";
import { formatDuration } from "../units/duration.ts";
import { formatPercentage } from "../units/percentage.ts";
import { burstLength } from "./burst-length.ts";
import { quantileOfSorted } from "./quantile.ts";
import type { Sample } from "./sample.ts";

/** A link for the lab that treats packets as those of a run were treated. */
export interface FittedLink {
	/** As `bench --lab --link` takes it: `rtt=43ms,jitter=3ms,loss=5%,burst=300ms`. */
	spec: string;
	/** Times in which nothing came back, ms since the measured part began. */
	blackouts: { startMs: number; durationMs: number }[];
	/** One sentence for each figure: what it was taken from. */
	basis: string[];
}

/** A fit, or why there is none. */
export type LinkFit =
	| { readonly ok: true; readonly link: FittedLink }
	| { readonly ok: false; readonly reason: string };

/** Fewer packets say nothing of a loss rate that matters. */
const fewestAttempts = 200;
/** So many in a row, over so long, are no burst of a carrier's policer but a link that is gone. */
const blackout = { attempts: 10, ms: 3_000 };

interface Exchange {
	/** When it was sent, ms since the measured part began. */
	atMs: number;
	/** null: no reply came. */
	rttMs: number | null;
}

/**
 * Takes the link's figures from the packets of an arm that crosses it for every question, such as `direct`: fed sample
 * by sample, so that no more of them is kept than when each UDP exchange began and how long it took.
 *
 * An exchange is lost when its question or its answer is, so the loss of one way is p where 1 − (1 − p)² are lost. The
 * lab's round trip is rtt ± jitter in a triangle, because each way is uniform: its 5th and 95th percentile lie 1.37
 * jitters apart.
 */
export class LinkFitter {
	readonly #exchanges: Exchange[] = [];

	/**
	 * Takes its packets in.
	 *
	 * @param sample of the node and arm whose link is wanted; others are not told apart here
	 */
	add(sample: Sample): void {
		if (sample.intendedMs < 0 || sample.outcome === "aborted" || sample.outcome === "probe_fault") return;
		for (const { transport, startMs, rttMs, outcome } of sample.attempts) {
			if (transport !== "udp" || (rttMs === null && outcome !== "timeout")) continue;
			this.#exchanges.push({ atMs: sample.intendedMs + sample.latenessMs + startMs, rttMs });
		}
	}

	/** What all that came in tells; at least 200 UDP exchanges are needed, of which some were answered. */
	fit(): LinkFit {
		const all = this.#exchanges.toSorted((a, b) => a.atMs - b.atMs);
		if (all.length < fewestAttempts) {
			return {
				ok: false,
				reason: `${countText(all.length)} UDP exchanges are too few to tell a link from, ${fewestAttempts} are the least`,
			};
		}
		const blackouts = blackoutsOf(all);
		const lit = all.filter(
			({ atMs }) =>
				!blackouts.some(({ startMs, durationMs }) => atMs >= startMs && atMs < startMs + durationMs),
		);
		const rtts = Float64Array.from(lit.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]))).sort();
		if (rtts.length === 0) return { ok: false, reason: "no UDP exchange was answered" };
		return { ok: true, link: describe(lit, rtts, blackouts) };
	}
}

function describe(
	lit: readonly Exchange[],
	rtts: Float64Array,
	blackouts: FittedLink["blackouts"],
): FittedLink {
	const [low, median, high] = [0.05, 0.5, 0.95].map((q) => quantileOfSorted(rtts, q)) as [
		number,
		number,
		number,
	];
	const rttMs = rounded(median);
	const jitterMs = Math.min(rttMs, rounded((high - low) / (2 * (1 - Math.sqrt(0.1)))));
	const lost = lit.length - rtts.length;
	const share = lost / lit.length;
	const loss = 1 - Math.sqrt(1 - share);
	const burstMs = burstLength(
		lit.map(({ atMs }) => atMs),
		Uint8Array.from(lit, (exchange) => Number(exchange.rttMs === null)),
	);
	const pairs = [`rtt=${formatDuration(rttMs)}`];
	if (jitterMs > 0) pairs.push(`jitter=${formatDuration(jitterMs)}`);
	if (loss > 0) pairs.push(`loss=${formatPercentage(Number(loss.toPrecision(3)))}`);
	if (burstMs !== null) pairs.push(`burst=${formatDuration(burstMs)}`);
	const dark = blackouts.reduce((sum, { durationMs }) => sum + durationMs, 0);
	return {
		spec: pairs.join(","),
		blackouts,
		basis: [
			`rtt ${timeText(rttMs)}: median of ${countText(rtts.length)} answered UDP exchanges, the server's own time in it`,
			`jitter ${timeText(jitterMs)}: nine of ten lay between ${timeText(low)} and ${timeText(high)}`,
			`loss ${shareText(loss)} each way: ${countText(lost)} of ${countText(lit.length)} exchanges were not answered, taken as equal both ways`,
			burstMs === null
				? "bursts: a lost packet told nothing of the next one"
				: `bursts of ${timeText(burstMs)}: how fast losses stop telling of the next ones`,
			blackouts.length === 0
				? "blackouts: none of 3 s or more"
				: `blackouts: ${blackouts.length}, ${timeText(dark)} together, in which at least ${blackout.attempts} packets in a row were lost`,
		],
	};
}

/** What a lab can be told: a tenth of a millisecond below ten, whole ones above. */
const rounded = (ms: number): number => (ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));

/** Stretches in which everything was lost. */
function blackoutsOf(exchanges: readonly Exchange[]): FittedLink["blackouts"] {
	const found: FittedLink["blackouts"] = [];
	let first = 0;
	const close = (next: number) => {
		const startMs = exchanges[first]?.atMs ?? 0;
		// Over when the next one passed, or with the last that was lost.
		const endMs = exchanges[next]?.atMs ?? (exchanges.at(-1)?.atMs ?? 0) + 1;
		if (next - first >= blackout.attempts && endMs - startMs >= blackout.ms)
			found.push({ startMs: Math.round(startMs), durationMs: Math.round(endMs - startMs) });
	};
	exchanges.forEach(({ rttMs }, index) => {
		if (rttMs === null) return;
		close(index);
		first = index + 1;
	});
	close(exchanges.length);
	return found;
}
