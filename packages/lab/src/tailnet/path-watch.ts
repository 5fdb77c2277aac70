import { setTimeout as sleep } from "node:timers/promises";
import type { LinkOverlay } from "@localdns/core/report";
import { carriedBy, type TailnetWay, wayTo } from "./local-api.ts";

const everyMs = 1000;

const isSame = (a: TailnetWay, b: TailnetWay | undefined): boolean => a.by === b?.by && a.region === b.region;

/** Follows which way the packets of one member to another take. */
export class PathWatch {
	readonly #socket: string;
	readonly #address: string;
	#seen: { atEpochMs: number; way: TailnetWay }[] = [];
	#began: { atEpochMs: number; carried: Promise<LinkOverlay["carried"] | undefined> } | undefined;

	/**
	 * @param socket of the one's tailscaled
	 * @param address of the other
	 */
	constructor(socket: string, address: string) {
		this.#socket = socket;
		this.#address = address;
	}

	/** Waits until a ping takes this way. @returns whether it did in time */
	async until(by: TailnetWay["by"], withinMs: number): Promise<boolean> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			if ((await this.#look())?.by === by) return true;
			await sleep(100);
		}
		return false;
	}

	/** From this instant on, what is carried counts and the way is looked at once a second. */
	follow(atEpochMs: number, signal: AbortSignal): void {
		const carried = sleep(Math.max(0, atEpochMs - Date.now()), undefined, { signal }).then(() =>
			carriedBy(this.#socket),
		);
		this.#began = { atEpochMs, carried: carried.catch(() => undefined) };
		void this.#lookAgain(signal).catch(() => {});
	}

	/** What was seen so far. */
	async report(): Promise<Pick<LinkOverlay, "path" | "carried">> {
		const now = await carriedBy(this.#socket);
		const before = await this.#began?.carried;
		const beganMs = this.#began?.atEpochMs ?? Date.now();
		const earlier = this.#seen.findLast(({ atEpochMs }) => atEpochMs <= beganMs);
		const later = this.#seen.filter(({ atEpochMs }) => atEpochMs > beganMs);
		const first = earlier === undefined ? [] : [{ atMs: 0, ...earlier.way }];
		return {
			path: [
				...first,
				...later.map(({ atEpochMs, way }) => ({ atMs: Math.round(atEpochMs - beganMs), ...way })),
			],
			carried: (before === undefined ? [] : (now ?? [])).map(({ by, packets, bytes }) => {
				const then = before?.find((each) => each.by === by) ?? { packets: 0, bytes: 0 };
				return { by, packets: packets - then.packets, bytes: bytes - then.bytes };
			}),
		};
	}

	/** A lost ping says nothing of the way. */
	async #look(): Promise<TailnetWay | undefined> {
		const way = await wayTo(this.#socket, this.#address);
		if (way !== undefined && !isSame(way, this.#seen.at(-1)?.way))
			this.#seen.push({ atEpochMs: Date.now(), way });
		return way;
	}

	async #lookAgain(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			await this.#look();
			await sleep(everyMs, undefined, { signal });
		}
	}
}
