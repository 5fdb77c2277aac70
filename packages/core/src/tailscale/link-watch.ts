import type { TailnetRoute } from "./tailscale-facts.ts";

/**
 * How a pod that watches the ways of its node's tailscaled hands over what it saw: its log, a line of JSON for every few
 * rounds. Each line stands for itself, is numbered, and is far below the 16 KiB at which a container runtime splits one.
 */

/** One ping: its round trip in ms, `null` when it was lost, `unsent` when tailscaled could not be asked. */
export type WatchedPing = number | null | "unsent";

/** Some rounds of pings, one to each target, all of a round at once. */
export interface LinkLine {
	readonly kind: "links";
	/** Counted from 0 without a gap. */
	readonly number: number;
	/** Begin of each round, ms since 1970 by the node's clock. */
	readonly at: readonly number[];
	/** As it was in the last of the rounds; null where it did not answer. */
	readonly tailscaled: { readonly version: string; readonly state: string } | null;
	/** Of tailscale0, bytes; null where there is none. */
	readonly mtu: number | null;
	/** For each target, in their stated order, one for each round. */
	readonly pings: readonly (readonly WatchedPing[])[];
	/** The ways by which the answers came (`wayText`), in the same places; empty where none came. */
	readonly ways: readonly (readonly string[])[];
	/** What else was seen: [ms since 1970, sentence without a full stop]. */
	readonly seen: readonly (readonly [number, string])[];
	/** On the one that nothing follows: its time was over, or it was told to end. */
	readonly last?: true;
}

/** The log of a watch, as far as it could be read. */
export interface LinkLog {
	/** In their order, each once. */
	readonly lines: readonly LinkLine[];
	/** Lines that are missing before the last one that is there. */
	readonly missing: number;
	/** The last line that is none of these, such as an error of Node. */
	readonly complaint?: string;
}

/** The way in few words: "direct", "peer-relay", "derp lab" or "nothing". */
export const wayText = (route: TailnetRoute): string =>
	route.by === "derp" ? `derp ${route.region}` : route.by;

/** That tailscaled does not even try. */
export const refusalText = (to: string, why: string): string => `tailscaled does not ping ${to}: ${why}`;

/** One line, with its end. */
export const printLinkLine = (line: LinkLine): string => `${JSON.stringify(line)}\n`;

/** Reads a log, whatever it has been cut to. */
export function parseLinkLog(text: string): LinkLog {
	const lines = new Map<number, LinkLine>();
	let complaint: string | undefined;
	for (const each of text.split("\n")) {
		const line = parseLine(each);
		if (line !== undefined) lines.set(line.number, line);
		else if (each.trim() !== "") complaint = each.trim();
	}
	const sorted = [...lines.values()].toSorted((a, b) => a.number - b.number);
	return {
		lines: sorted,
		missing: (sorted.at(-1)?.number ?? -1) + 1 - sorted.length,
		...(complaint === undefined ? {} : { complaint }),
	};
}

function parseLine(text: string): LinkLine | undefined {
	try {
		const line = JSON.parse(text) as Partial<LinkLine> | null;
		const isWhole =
			line?.kind === "links" &&
			Number.isSafeInteger(line.number) &&
			[line.at, line.pings, line.ways, line.seen].every(Array.isArray);
		return isWhole ? (line as LinkLine) : undefined;
	} catch {
		return undefined;
	}
}
