import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
	type LinkLine,
	type PathTarget,
	printLinkLine,
	readPing,
	refusalText,
	type WatchedPing,
	wayText,
} from "@localdns/core/cluster";
import { askTailscaled } from "./local-api.ts";
import { textOf } from "./readable.ts";

interface WatchSettings {
	readonly socket: string;
	/** Folder with one folder per interface of the node. */
	readonly interfaces: string;
	readonly targets: readonly PathTarget[];
	/** Ends by itself after this. */
	readonly forMs: number;
	/** Ends at once when this aborts; what was seen is written all the same. */
	readonly signal: AbortSignal;
	readonly write: (text: string) => void;
}

const everyMs = 5000;
/** Shorter than a round, so that rounds never overlap. A lost ping is never answered. */
const answerWithinMs = 4000;
/** In ten seconds, so that whoever reads the log while it grows misses little. */
const roundsOfALine = 2;

interface Pinged {
	readonly ping: WatchedPing;
	readonly way: string;
}

/** One round: all targets pinged once, and tailscaled asked how it is. */
interface Round {
	readonly atMs: number;
	readonly tailscaled: LinkLine["tailscaled"];
	/** In the order of the targets. */
	readonly pings: readonly Pinged[];
}

/**
 * Watches the ways from this node: every five seconds one disco ping to each target through tailscaled's LocalAPI, which
 * names the way by which the answer came. That is asked of the ping and not of the status with all peers: this one is
 * megabytes where a tailnet is large, and shows no way that has been idle. A tailscaled that stops, starts again or
 * was never there is said, and the watch goes on.
 */
export async function watchLinks(settings: WatchSettings): Promise<void> {
	const { targets, interfaces, forMs, signal, write } = settings;
	const daemon = new Daemon(settings.socket);
	const begunAt = performance.now();
	const mtu = () => Number(textOf(join(interfaces, "tailscale0", "mtu"))) || null;
	let number = 0;
	let rounds: Round[] = [];
	const put = (isLast: boolean) => {
		const line: LinkLine = {
			kind: "links",
			number,
			at: rounds.map(({ atMs }) => atMs),
			tailscaled: rounds.at(-1)?.tailscaled ?? null,
			mtu: mtu(),
			pings: targets.map((_, target) => rounds.map(({ pings }) => (pings[target] as Pinged).ping)),
			ways: targets.map((_, target) => rounds.map(({ pings }) => (pings[target] as Pinged).way)),
			seen: daemon.takeSeen(),
			...(isLast ? { last: true } : {}),
		};
		write(printLinkLine(line));
		number += 1;
		rounds = [];
	};
	const isOver = aborted(signal);
	for (let round = 0; !signal.aborted; round += 1) {
		const waitMs = begunAt + round * everyMs - performance.now();
		if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {});
		if (signal.aborted || performance.now() - begunAt >= forMs) break;
		const seen = await Promise.race([daemon.round(targets), isOver]);
		if (seen !== undefined) rounds.push(seen);
		// The first one at once: that the watch goes on is known from it.
		if (rounds.length > 0 && (number === 0 || rounds.length >= roundsOfALine)) put(false);
	}
	put(true);
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
	new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));

/** A node's tailscaled over time. */
class Daemon {
	readonly #socket: string;
	#seen: [number, string][] = [];
	/** Why it did not answer the last time; undefined when it did. */
	#silence: string | undefined;
	/** Inode and time of its socket, which it makes anew whenever it starts. */
	#socketSeen: string | undefined;
	readonly #refusals = new Map<string, string>();

	constructor(socket: string) {
		this.#socket = socket;
	}

	/** What was seen since the last call. */
	takeSeen(): [number, string][] {
		const seen = this.#seen;
		this.#seen = [];
		return seen;
	}

	async round(targets: readonly PathTarget[]): Promise<Round> {
		const atMs = Date.now();
		const isNew = this.#isNewSocket();
		if (isNew) this.#see(atMs, "tailscaled was started again");
		const [status, pings] = await Promise.all([
			askTailscaled(this.#socket, "GET", "/localapi/v0/status?peers=false", answerWithinMs),
			Promise.all(targets.map((target) => this.#ping(target, atMs))),
		]);
		const body = status.is === "answer" ? (status.body as StatusWords | null) : null;
		const silence =
			status.is === "no-socket"
				? "no tailscaled is there (it has no socket)"
				: status.is === "silent"
					? `tailscaled does not answer: ${status.because}`
					: undefined;
		if (silence !== undefined && silence !== this.#silence) this.#see(atMs, silence);
		if (silence === undefined && this.#silence !== undefined && !isNew)
			this.#see(atMs, "tailscaled answers again");
		this.#silence = silence;
		return {
			atMs,
			tailscaled:
				body === null
					? null
					: { version: `${body.Version ?? ""}`.replace(/-.*/, ""), state: `${body.BackendState ?? ""}` },
			// Who was silent altogether has sent none.
			pings: pings.map((each) =>
				each.ping === null && silence !== undefined ? { ping: "unsent", way: "" } : each,
			),
		};
	}

	async #ping({ node, address }: PathTarget, atMs: number): Promise<Pinged> {
		const query = new URLSearchParams({ ip: address, type: "disco" });
		const path = `/localapi/v0/ping?${query}`;
		const answer = await askTailscaled(this.#socket, "POST", path, answerWithinMs);
		const ping = readPing(answer.is === "answer" ? answer.body : undefined);
		const refusal = "refusal" in ping ? (ping.refusal ?? "") : "";
		if (refusal !== "" && refusal !== this.#refusals.get(node)) this.#see(atMs, refusalText(node, refusal));
		if ("route" in ping || refusal !== "") this.#refusals.set(node, refusal);
		if (!("route" in ping)) return { ping: null, way: "" };
		return { ping: Math.round(ping.rttMs * 100) / 100, way: wayText(ping.route) };
	}

	/** Whether it is another one than when it was looked at before. */
	#isNewSocket(): boolean {
		try {
			const { ino, mtimeMs } = statSync(this.#socket);
			const former = this.#socketSeen;
			this.#socketSeen = `${ino} ${mtimeMs}`;
			return former !== undefined && former !== this.#socketSeen;
		} catch {
			return false;
		}
	}

	#see(atMs: number, text: string): void {
		this.#seen.push([atMs, text]);
	}
}

/** Source: tailscale ipn/ipnstate/ipnstate.go (Status). */
interface StatusWords {
	readonly Version?: string;
	readonly BackendState?: string;
}
