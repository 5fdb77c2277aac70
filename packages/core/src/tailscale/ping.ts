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

/**
 * What a series of pings says of the way to a node. The last answer counts: a way that has been idle begins at a relay
 * and becomes direct with the first packets.
 *
 * Source: tailscale ipn/ipnstate/ipnstate.go, type PingResult.
 */
export function pathOf(to: string, answers: readonly PingAnswer[]): TailnetPath {
	const results = answers.map(readResult);
	const answered = results.filter(
		(result): result is PingResult & { LatencySeconds: number } =>
			result !== undefined && (result.Err ?? "") === "" && typeof result.LatencySeconds === "number",
	);
	const last = answered.at(-1);
	const refusal = results.findLast((result) => (result?.Err ?? "") !== "")?.Err;
	const median = medianOf(answered.map(({ LatencySeconds }) => LatencySeconds * 1000));
	return {
		to,
		route: last === undefined ? { by: "nothing", because: refusal ?? "no ping was answered" } : routeOf(last),
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
