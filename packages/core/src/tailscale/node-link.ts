import type { LinkPath, NodeLink, RunMark } from "../report/bench-report.ts";
import { type LinkLog, refusalText, type WatchedPing } from "./link-watch.ts";

/** Whose link it was, and when. */
interface WatchedPart {
	readonly node: string;
	/** Names of the nodes that were pinged, in their stated order. */
	readonly targets: readonly string[];
	/** The begin of the measured part by the node's clock, ms since 1970. */
	readonly beginMs: number;
	readonly durationMs: number;
}

/** What a watch says of a node's link. */
export interface WatchedLink {
	readonly link: NodeLink;
	/** In time order. */
	readonly marks: readonly RunMark[];
}

/** With a ping every 5 s: for 20 s nothing came back. Two or three are lost by chance on a link that loses a tenth. */
const lostInARow = 4;
/** A way that changes with every ping would bury whatever else happened. */
const mostMarks = 20;

/**
 * What a watch saw of the ways from a node during the measured part. The way before it is the one that it begins with.
 * A change is dated by the first ping that shows it, so it is up to one round late; that nothing comes back, by the
 * first of the lost ones.
 */
export function watchedLink(log: LinkLog, part: WatchedPart): WatchedLink {
	const { node, targets, beginMs, durationMs } = part;
	const { lines } = log;
	const known = lines.findLast(({ tailscaled }) => tailscaled !== null)?.tailscaled;
	const all = lines.flatMap((line) => line.seen);
	const seen = all
		.map(([atMs, text]) => ({ atMs: atMs - beginMs, text }))
		.filter(({ atMs }) => atMs >= 0 && atMs <= durationMs);
	if (known === undefined || known === null) {
		const reason = all.at(-1)?.[1] ?? log.complaint ?? "the pod that was to watch it said nothing";
		return { link: unwatched(reason), marks: [] };
	}
	const watched = targets.map((to, index) => pathTo(to, roundsOf(log, index), part));
	const paths = watched.map(({ path }) => path);
	const refusals = paths.flatMap(({ to, rttMs }) => {
		const last = all.findLast(([, text]) => text.startsWith(refusalText(to, "")));
		return rttMs === null && last !== undefined ? [last[1]] : [];
	});
	const reasons = [
		...refusals,
		...(known.state === "Running" ? [] : [`tailscaled is in state ${known.state}`]),
		...(log.missing === 0 ? [] : [`${log.missing} line${log.missing === 1 ? "" : "s"} of its watch missing`]),
	];
	const marks = [
		...watched.flatMap(({ path, told }) => marksOf(node, path.to, told)),
		...seen.map(({ atMs, text }): RunMark => ({ atMs: Math.round(atMs), node, kind: "path", text })),
	];
	return {
		link: {
			tailscale: known.version,
			...(reasons.length === 0 ? {} : { reason: reasons.join("; ") }),
			mtu: lines.findLast(({ mtu }) => mtu !== null)?.mtu ?? null,
			paths,
		},
		marks: marks.toSorted((a, b) => a.atMs - b.atMs),
	};
}

/** The link of a node of which nothing is known. */
export const unwatched = (reason: string): NodeLink => ({ tailscale: null, reason, mtu: null, paths: [] });

interface Round {
	readonly atMs: number;
	readonly ping: WatchedPing;
	readonly way: string;
}

const roundsOf = ({ lines }: LinkLog, target: number): Round[] =>
	lines.flatMap(({ at, pings, ways }) =>
		at.flatMap((atMs, index): Round | [] => {
			const ping = pings[target]?.[index];
			return ping === undefined ? [] : { atMs, ping, way: ways[target]?.[index] ?? "" };
		}),
	);

interface WatchedPath {
	readonly path: LinkPath;
	/** Its changes, but for those that tailscaled's own end explains: that is told once for all paths. */
	readonly told: LinkPath["changes"];
}

function pathTo(to: string, rounds: readonly Round[], { beginMs, durationMs }: WatchedPart): WatchedPath {
	const changes: LinkPath["changes"] = [];
	const told: LinkPath["changes"] = [];
	const rtts: number[] = [];
	let way: string | undefined;
	let lost: { readonly sinceMs: number; readonly count: number } | undefined;
	let sent = 0;
	const turn = (atMs: number, next: string, isExplained = false) => {
		if (way !== undefined && way !== next && atMs >= 0) {
			const change = { atMs: Math.round(atMs), from: way, to: next };
			changes.push(change);
			if (!isExplained) told.push(change);
		}
		way = next;
	};
	for (const { atMs, ping, way: next } of rounds) {
		const sinceMs = atMs - beginMs;
		if (sinceMs > durationMs) break;
		if (sinceMs >= 0 && ping !== "unsent") sent += 1;
		if (ping === "unsent") {
			turn(sinceMs, "nothing", true);
			lost = undefined;
		} else if (ping === null) {
			lost = { sinceMs: lost?.sinceMs ?? sinceMs, count: (lost?.count ?? 0) + 1 };
			if (lost.count === lostInARow) turn(lost.sinceMs, "nothing");
		} else {
			if (sinceMs >= 0) rtts.push(ping);
			turn(sinceMs, next);
			lost = undefined;
		}
	}
	const path: LinkPath = {
		to,
		...wayOf(way ?? "nothing"),
		pings: { sent, lost: sent - rtts.length },
		rttMs: quantiles(rtts),
		changes,
	};
	return { path, told };
}

function wayOf(text: string): Pick<LinkPath, "by" | "region"> {
	const [by, region] = text.split(" ");
	if (by === "derp") return region === undefined ? { by } : { by, region };
	return { by: by === "direct" || by === "peer-relay" ? by : "nothing" };
}

function quantiles(rtts: readonly number[]): LinkPath["rttMs"] {
	if (rtts.length === 0) return null;
	const sorted = rtts.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
	return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

function marksOf(node: string, to: string, changes: LinkPath["changes"]): RunMark[] {
	const marks = changes.slice(0, mostMarks).map(
		({ atMs, from, to: next }): RunMark => ({
			atMs,
			node,
			kind: "path",
			text:
				next === "nothing"
					? `nothing came back from ${to} any more (${from} before)`
					: `the way to ${to} changed from ${from} to ${next}`,
		}),
	);
	const further = changes.slice(mostMarks);
	const [first] = further;
	if (first === undefined) return marks;
	const text = `the way to ${to} changed ${further.length} times more until the end`;
	return [...marks, { atMs: first.atMs, node, kind: "path", text }];
}
