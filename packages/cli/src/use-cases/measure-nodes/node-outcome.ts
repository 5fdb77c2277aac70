import type { ProbeResolver } from "@localdns/core/manifests";
import type { ClusterClock } from "./cluster-clock.ts";
import type { NodeOutcome } from "./contract.ts";
import type { ProbeFlight } from "./probe-flight.ts";

/** A node as it stands at the end. */
export interface NodeNow {
	/** Why it is not ready. */
	readonly notReady: string | undefined;
}

interface End {
	/** Undefined for one that is no longer in the cluster. */
	readonly node: NodeNow | undefined;
	readonly resolver: ProbeResolver | "kubelet";
	/** Somebody ended the run before its end. */
	readonly isInterrupted: boolean;
	/** Begin of the measured part, ms since 1970 by this machine's clock, where there was one. */
	readonly lateAfterMs?: number;
	readonly clock?: ClusterClock;
	/** Why nobody could go on reading. */
	readonly cutOff?: string | undefined;
}

/** What came of one node, in words where something is missing. */
export function outcomeOf(flight: ProbeFlight, end: End): NodeOutcome {
	const { hello, summary, seen, samples, log, floorMs, reachedMs, isClosed } = flight;
	const missing = [...troubles(flight, end), ...lateness(flight, end)];
	if (samples === 0 && summary === undefined)
		return {
			state: "missing",
			reason: missing.join("; ") || (end.isInterrupted ? "the run ended before it began" : "it said nothing"),
		};
	const { searches, ndots = 5 } = end.resolver === "kubelet" ? { searches: [] } : end.resolver;
	return {
		state: log.isWhole && missing.length === 0 ? "measured" : "partial",
		...(summary === undefined ? { floorMs } : { summary }),
		...(end.cutOff === undefined || isClosed ? {} : { reachedMs }),
		search: hello?.search ?? searches,
		ndots: hello?.ndots ?? ndots,
		nodeVersion: hello?.nodeVersion ?? seen?.ready.nodeVersion ?? "",
		missing,
	};
}

/** Why a probe has not begun. */
export function whyNotBegun({ refused, state, isGone, isDeleted, unread, log }: ProbeFlight): string {
	if (refused !== undefined) return `no pod could be made there: ${refused}`;
	if (isGone || isDeleted) return "its pod was deleted by someone";
	if (state === undefined) return "its pod was not seen";
	switch (state.is) {
		case "waiting":
			return `its pod waits: ${state.text}`;
		case "turned-away":
			return `its pod was ended: ${state.text}`;
		case "ended":
			return `its probe ended at once (${state.exit})${log.complaint === undefined ? "" : `: ${log.complaint}`}`;
		case "running":
			return unread === undefined ? "its probe runs, and says nothing" : `its log cannot be read: ${unread}`;
	}
}

function troubles(flight: ProbeFlight, { node, isInterrupted, cutOff }: End): string[] {
	const { log, seen, state, isGone, isDeleted, unread, summary } = flight;
	const isCutShort = summary?.interrupted === true && !isInterrupted;
	if (log.isWhole && !isCutShort) return [];
	const gaps = log.missing();
	const lost =
		gaps.length === 0
			? []
			: [`${stretches(gaps)} of its log are lost, as when a kubelet puts a new file in a log's place`];
	if (log.hasLast && !isCutShort) return lost;
	if (cutOff !== undefined && !flight.isClosed)
		return [`the rest of its log was not read, because the run was cut off: ${cutOff}`, ...lost];
	if (node === undefined) return ["its node was removed from the cluster", ...lost];
	if (seen === undefined) return [whyNotBegun(flight), ...lost];
	if (isGone || isDeleted) return ["its pod was deleted by someone before its end", ...lost];
	if (state?.is === "turned-away") return [`its pod was ended by its node: ${state.text}`, ...lost];
	if (isCutShort) return ["its probe was told to stop before its end", ...lost];
	if (state?.is === "ended") return [ending(state.exit, log.complaint), ...lost];
	if (node.notReady !== undefined) return [`its node does not answer: ${node.notReady}`, ...lost];
	if (unread !== undefined) return [`the rest of its log could not be read: ${unread}`, ...lost];
	return [isInterrupted ? "it did not stop in time" : "its probe did not come to its end in time", ...lost];
}

function ending(exit: string, complaint: string | undefined): string {
	const words = complaint === undefined ? exit : `${exit}; ${complaint}`;
	if (exit.startsWith("OOMKilled")) return `its probe was killed for lack of memory (${words})`;
	if (exit.endsWith("exit code 137")) return `its probe was killed (${words})`;
	return `its probe ended early (${words})`;
}

/** Who was ready when the others were measured already, and whose clock is another. */
function lateness({ seen, madeAtMs, summary }: ProbeFlight, { lateAfterMs, clock }: End): string[] {
	if (seen === undefined || clock === undefined || lateAfterMs === undefined) return [];
	const { atEpochMs } = seen.ready;
	const aheadMs = clock.aheadOfCluster(atEpochMs, madeAtMs, seen.seenAtMs);
	if (aheadMs !== 0) {
		const [by, what, began] = aheadMs > 0 ? [aheadMs, "ahead of", "early"] : [-aheadMs, "behind", "late"];
		return [`its clock is ${seconds(by)} ${what} the cluster's, so that it began as much too ${began}`];
	}
	// The probe knows better when it was told; one without an end cannot say.
	const lateMs = summary === undefined ? atEpochMs - clock.aheadMs - lateAfterMs : (summary.joinedAtMs ?? 0);
	return lateMs > 0 ? [`it began ${seconds(lateMs)} after the others`] : [];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** `chunks 3–5 and 9`; the first five stretches. */
function stretches(numbers: readonly number[]): string {
	const runs: [number, number][] = [];
	for (const number of numbers) {
		const last = runs.at(-1);
		if (last !== undefined && number === last[1] + 1) last[1] = number;
		else runs.push([number, number]);
	}
	const shown = runs.slice(0, 5).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
	const more = runs.length - shown.length;
	return `chunks ${shown.join(", ")}${more > 0 ? ` and ${more} stretches more` : ""}`;
}
