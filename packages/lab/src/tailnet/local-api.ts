import { request } from "node:http";
import type { LinkOverlay } from "@localdns/core/report";

/** The way of a packet to another member. */
export type TailnetWay = Pick<LinkOverlay["path"][number], "by" | "region">;

/** A lost disco ping gets no answer at all. */
const patienceMs = 2000;

/** Asks a tailscaled by its socket. @returns undefined where it does not answer in time, or not with 200 */
function ask(socketPath: string, method: "GET" | "POST", path: string): Promise<string | undefined> {
	return new Promise((resolve) => {
		const headers = { Host: "local-tailscaled.sock" };
		const signal = AbortSignal.timeout(patienceMs);
		const asking = request(
			{ socketPath, method, path: `/localapi/v0/${path}`, headers, signal },
			(response) => {
				let text = "";
				response.setEncoding("utf8").on("data", (chunk: string) => {
					text += chunk;
				});
				response.on("error", () => resolve(undefined));
				response.on("end", () => resolve(response.statusCode === 200 ? text : undefined));
			},
		);
		asking.on("error", () => resolve(undefined));
		asking.end();
	});
}

/** The way that a disco ping took there and back. @returns undefined when it was lost */
export async function wayTo(socket: string, address: string): Promise<TailnetWay | undefined> {
	const text = await ask(socket, "POST", `ping?ip=${address}&type=disco`);
	if (text === undefined) return undefined;
	const pong = JSON.parse(text) as {
		Err?: string;
		Endpoint?: string;
		PeerRelay?: string;
		DERPRegionID?: number;
		DERPRegionCode?: string;
	};
	if (pong.Err) return undefined;
	if (pong.DERPRegionID) return { by: "derp", region: pong.DERPRegionCode ?? String(pong.DERPRegionID) };
	return { by: pong.PeerRelay ? "peer-relay" : "direct" };
}

const ways: readonly [prefix: string, by: TailnetWay["by"]][] = [
	["direct_", "direct"],
	["peer_relay_", "peer-relay"],
	["derp", "derp"],
];

/** What tailscaled has sent and received since it started, by way; undefined where it does not say. */
export async function carriedBy(socket: string): Promise<LinkOverlay["carried"] | undefined> {
	const text = await ask(socket, "GET", "usermetrics");
	if (text === undefined) return undefined;
	const sums = new Map(ways.map(([, by]) => [by, { packets: 0, bytes: 0 }]));
	const line = /^tailscaled_(?:in|out)bound_(packets|bytes)_total\{path="(\w+)"\} (\S+)$/gm;
	for (const [, unit, path = "", value] of text.matchAll(line)) {
		const by = ways.find(([prefix]) => path.startsWith(prefix))?.[1];
		const sum = by === undefined ? undefined : sums.get(by);
		if (sum !== undefined) sum[unit as "packets" | "bytes"] += Number(value);
	}
	return [...sums].map(([by, sum]) => ({ by, ...sum }));
}
