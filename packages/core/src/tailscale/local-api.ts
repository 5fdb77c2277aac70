import type { TailnetPath, TailscaleFacts } from "./tailscale-facts.ts";

interface Status {
	readonly Version?: string;
	readonly TUN?: boolean;
	readonly BackendState?: string;
	readonly TailscaleIPs?: readonly string[] | null;
	readonly Self?: { readonly KeyExpiry?: string } | null;
}

interface Prefs {
	readonly CorpDNS?: boolean;
	readonly NetfilterMode?: number;
}

/** Answers of LocalAPI, and what only the node itself can tell. */
export interface LocalApiAnswers {
	/** GET /localapi/v0/status?peers=false */
	readonly status: unknown;
	/** GET /localapi/v0/prefs */
	readonly prefs: unknown;
	/** Of tailscale0; undefined where there is none. */
	readonly mtu: number | undefined;
	/** The node's clock, ms since 1970. */
	readonly nowMs: number;
	readonly paths: readonly TailnetPath[];
}

const dayMs = 86_400_000;

/**
 * Reads what tailscaled says of itself; undefined for an answer that is none. Nothing else of it is kept: it names
 * users, other machines and their addresses.
 *
 * Sources: tailscale ipn/ipnstate/ipnstate.go (Status), ipn/prefs.go (Prefs), types/preftype (NetfilterMode).
 */
export function readTailscale(answers: LocalApiAnswers): TailscaleFacts | undefined {
	const status = asObject(answers.status) as Status | undefined;
	const prefs = asObject(answers.prefs) as Prefs | undefined;
	if (status?.BackendState === undefined || prefs === undefined) return undefined;
	const { mtu, nowMs, paths } = answers;
	const expiry = Date.parse(status.Self?.KeyExpiry ?? "");
	return {
		version: (status.Version ?? "").replace(/-.*/, ""),
		backendState: status.BackendState,
		addresses: status.TailscaleIPs ?? [],
		hasInterface: status.TUN === true,
		...(mtu === undefined ? {} : { mtu }),
		acceptsDns: prefs.CorpDNS === true,
		hasFirewall: prefs.NetfilterMode !== 0,
		// Go prints the year 1 for no time at all.
		...(Number.isNaN(expiry) || expiry <= 0
			? {}
			: { keyExpiresInDays: Math.floor((expiry - nowMs) / dayMs) }),
		paths,
	};
}

const asObject = (answer: unknown): object | undefined =>
	typeof answer === "object" && answer !== null ? answer : undefined;
