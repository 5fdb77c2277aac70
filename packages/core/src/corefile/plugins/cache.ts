import { formatDuration } from "../../units/duration.ts";
import { type Plugin, plugin } from "../ast.ts";
import { checkValues } from "../start-check.ts";

/** One of the two halves of the cache. */
export interface CacheHalf {
	/** Entries; CoreDNS rounds down to a multiple of 256 and evicts at random. */
	readonly capacity: number;
	/** Longest time an entry counts as fresh, whatever its TTL. */
	readonly ttlCapSeconds: number;
	/**
	 * Shortest such time, whatever its TTL.
	 * @default CoreDNS' own: 5
	 */
	readonly ttlFloorSeconds?: number;
}

/** Refresh an entry before it expires, where it was asked `amount` times without a longer gap. */
export interface Prefetch {
	readonly amount: number;
	readonly gapMs: number;
	/** Share of the TTL, 10–90, in whose last part an asked entry is refreshed. */
	readonly percentage: number;
}

/**
 * Answer from an expired entry, for `forMs` after its expiry. `immediate` does it first and refreshes
 * after; `verify` asks the upstream first, for `timeoutMs` at most (CoreDNS ≥ 1.14.4; without it, as
 * long as the upstream takes to fail).
 */
export type ServeStale =
	| { readonly forMs: number; readonly mode: "immediate" }
	| { readonly forMs: number; readonly mode: "verify"; readonly timeoutMs?: number };

/** What `cache` keeps, for how long, and what it does while the upstream is away. */
export interface CacheSettings {
	readonly success: CacheHalf;
	readonly denial: CacheHalf;
	/**
	 * How long a SERVFAIL is kept, 0 for not at all; at most 5 minutes.
	 * @default CoreDNS' own: 5 s
	 */
	readonly servfailMs?: number;
	readonly prefetch?: Prefetch;
	readonly serveStale?: ServeStale;
}

/**
 * The `cache` plugin.
 *
 * @throws LocaldnsError LDNS405 for a number that CoreDNS refuses.
 */
export function cache(settings: CacheSettings): Plugin {
	const { prefetch, serveStale, servfailMs } = settings;
	return checkValues(
		plugin(
			"cache",
			[],
			[
				["success", ...half(settings.success)],
				["denial", ...half(settings.denial)],
				...(servfailMs === undefined ? [] : [["servfail", formatDuration(servfailMs)] as const]),
				...(prefetch === undefined ? [] : [["prefetch", ...prefetchArgs(prefetch)] as const]),
				...(serveStale === undefined ? [] : [["serve_stale", ...serveStaleArgs(serveStale)] as const]),
			],
		),
	);
}

const half = ({ capacity, ttlCapSeconds, ttlFloorSeconds }: CacheHalf): number[] =>
	ttlFloorSeconds === undefined ? [capacity, ttlCapSeconds] : [capacity, ttlCapSeconds, ttlFloorSeconds];

const prefetchArgs = ({ amount, gapMs, percentage }: Prefetch): (string | number)[] => [
	amount,
	formatDuration(gapMs),
	`${percentage}%`,
];

function serveStaleArgs(stale: ServeStale): string[] {
	const args = [formatDuration(stale.forMs), stale.mode];
	if (stale.mode === "verify" && stale.timeoutMs !== undefined) args.push(formatDuration(stale.timeoutMs));
	return args;
}
