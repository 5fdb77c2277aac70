import { type Plugin, plugin } from "../ast.ts";
import { checkValues } from "../start-check.ts";

/** Which names `forward` passes on, to whom and how. */
export interface ForwardSettings {
	/** Zone whose names are forwarded, `.` for all. */
	readonly from: string;
	/** 1–15 upstreams: addresses with an optional port, or a file like /etc/resolv.conf. */
	readonly to: readonly string[];
	/**
	 * Ask over TCP whatever the client used: the kernel repeats lost segments within a round trip or
	 * two, where a lost UDP query costs CoreDNS' fixed 2 s.
	 * @default false
	 */
	readonly forceTcp?: boolean;
	/**
	 * Failed health checks before an upstream counts as down; 0 never, and it is not checked.
	 * @default CoreDNS' own: 2
	 */
	readonly maxFails?: number;
	/** How one of several upstreams is chosen. @default CoreDNS' own: random */
	readonly policy?: "random" | "round_robin" | "sequential";
	/**
	 * Queries in flight before further ones are refused, so that an outage cannot fill the memory.
	 * @default no limit
	 */
	readonly maxConcurrent?: number;
}

/**
 * The `forward` plugin.
 *
 * @throws LocaldnsError LDNS405 for a number of upstreams or failures that CoreDNS refuses.
 */
export function forward(settings: ForwardSettings): Plugin {
	const { from, to, forceTcp = false, maxFails, policy, maxConcurrent } = settings;
	return checkValues(
		plugin(
			"forward",
			[from, ...to],
			[
				...(forceTcp ? [["force_tcp"] as const] : []),
				...(maxFails === undefined ? [] : [["max_fails", maxFails] as const]),
				...(policy === undefined ? [] : [["policy", policy] as const]),
				...(maxConcurrent === undefined ? [] : [["max_concurrent", maxConcurrent] as const]),
			],
		),
	);
}
