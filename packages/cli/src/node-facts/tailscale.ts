import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
	type NodeFacts,
	type PathTarget,
	type PingAnswer,
	pathOf,
	readTailscale,
	type TailnetPath,
} from "@localdns/core/cluster";
import { askTailscaled } from "./local-api.ts";
import { textOf } from "./readable.ts";

interface TailscaleSettings {
	readonly socket: string;
	/** Folder with one folder per interface of the node: its /sys/devices/virtual/net. */
	readonly interfaces: string;
	readonly targets: readonly PathTarget[];
}

const answerWithinMs = 5000;
const pings = 10;
const pingWithinMs = 2000;
const betweenPingsMs = 200;

/** Asks the node's tailscaled about itself, and has it ping other nodes: 22 s at most, 2 s where all is well. */
export async function tailscaleOf({
	socket,
	interfaces,
	targets,
}: TailscaleSettings): Promise<NodeFacts["tailscale"]> {
	const ask = (path: string) => askTailscaled(socket, "GET", `/localapi/v0/${path}`, answerWithinMs);
	const [status, prefs] = await Promise.all([ask("status?peers=false"), ask("prefs")]);
	for (const each of [status, prefs]) {
		if (each.is === "no-socket") return { is: "none" };
		if (each.is === "silent") return { is: "silent", because: each.because };
	}
	const paths = await Promise.all(targets.map((target) => pathTo(target, socket)));
	const mtu = Number(textOf(join(interfaces, "tailscale0", "mtu")));
	const facts = readTailscale({
		status: "body" in status ? status.body : undefined,
		prefs: "body" in prefs ? prefs.body : undefined,
		mtu: mtu > 0 ? mtu : undefined,
		nowMs: Date.now(),
		paths,
	});
	return facts === undefined
		? { is: "silent", because: "tailscaled answered with what this version does not know" }
		: { is: "known", ...facts };
}

async function pathTo({ node, address }: PathTarget, socket: string): Promise<TailnetPath> {
	const query = new URLSearchParams({ ip: address, type: "disco" });
	const ping = async (): Promise<PingAnswer> => {
		const answer = await askTailscaled(socket, "POST", `/localapi/v0/ping?${query}`, pingWithinMs);
		return answer.is === "answer" ? answer.body : undefined;
	};
	const answers: PingAnswer[] = [];
	for (let sent = 0; sent < pings; sent += 1) {
		if (sent > 0) await sleep(betweenPingsMs);
		answers.push(await ping());
	}
	return pathOf(node, answers);
}
