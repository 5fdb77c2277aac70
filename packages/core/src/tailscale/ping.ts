import type { TailnetPath, TailnetRoute } from "./tailscale-facts.ts";

/** One disco ping: what LocalAPI answered, or undefined where it did not in time; a lost ping is never answered. */
export type PingAnswer = unknown;

interface PingResult {
	readonly Err?: string;
	readonly LatencySeconds?: number;
	readonly Endpoint?: string;
	readonly PeerRelay?: string;
	readonly DERPRegionID?: number;
	readonly DERPRegionCode?: string;
}

/** What one ping says: the way by which its answer came and its round trip in ms, or why there is none, if that was said. */
export type Ping = { readonly rttMs: number; readonly route: TailnetRoute } | { readonly refusal?: string };

/** Reads one answer. Source: tailscale ipn/ipnstate/ipnstate.go, type PingResult. */
export function readPing(answer: PingAnswer): Ping {
	const result = readResult(answer);
	const refusal = result?.Err ?? "";
	if (refusal !== "") return { refusal };
	if (result === undefined || typeof result.LatencySeconds !== "number") return {};
	return { rttMs: result.LatencySeconds * 1000, route: routeOf(result) };
}

/**
 * What a series of pings says of the way to a node. The last answer counts: a way that has been idle begins at a relay
 * and becomes direct with the first packets.
 */
export function pathOf(to: string, answers: readonly PingAnswer[]): TailnetPath {
	const pings = answers.map(readPing);
	const answered = pings.filter((ping) => "route" in ping);
	const last = answered.at(-1);
	const refusal = pings.flatMap((ping) => ("refusal" in ping ? (ping.refusal ?? []) : [])).at(-1);
	const median = medianOf(answered.map(({ rttMs }) => rttMs));
	return {
		to,
		route: last?.route ?? { by: "nothing", because: refusal ?? "no ping was answered" },
		sent: answers.length,
		lost: answers.length - answered.length,
		...(median === undefined ? {} : { medianMs: Math.round(median * 100) / 100 }),
	};
}

const readResult = (answer: PingAnswer): PingResult | undefined =>
	typeof answer === "object" && answer !== null ? (answer as PingResult) : undefined;

function routeOf({ Endpoint, PeerRelay, DERPRegionID, DERPRegionCode }: PingResult): TailnetRoute {
	if ((PeerRelay ?? "") !== "") return { by: "peer-relay" };
	if ((Endpoint ?? "") !== "") return { by: "direct" };
	if (DERPRegionID === undefined || DERPRegionID === 0) return { by: "nothing", because: "no way was named" };
	return { by: "derp", region: DERPRegionCode ?? String(DERPRegionID) };
}

function medianOf(values: readonly number[]): number | undefined {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)];
}
