import type { Attempt, Sample } from "./sample.ts";
import type { NameState, Truth } from "./truth.ts";

/** What an answer was worth: true now, true once (ms since it ceased to be), or never. */
type Worth = "fresh" | "never" | { staleMs: number };

const sameAddresses = (a: readonly string[], b: readonly string[]) =>
	a.length === b.length && [...a].sort().join() === [...b].sort().join();

/** Finds the states like the answer and tells how they lie to the time from question to answer. */
function worthOf(
	states: readonly NameState[],
	matches: (state: NameState) => boolean,
	askedMs: number,
	answeredMs: number,
): Worth {
	let worth: Worth = "never";
	states.forEach((state, i) => {
		const sinceMs = state.sinceMs ?? Number.NEGATIVE_INFINITY;
		const untilMs = states[i + 1]?.sinceMs ?? Number.POSITIVE_INFINITY;
		if (!matches(state) || worth === "fresh") return;
		// An answer may be older than its way back: any state of the time it was under way will do.
		if (sinceMs <= answeredMs && untilMs > askedMs) worth = "fresh";
		else if (untilMs <= askedMs) worth = { staleMs: askedMs - untilMs };
	});
	return worth;
}

const answeredAfter = ({ startMs, rttMs }: Attempt) => startMs + (rttMs ?? 0);

/** NXDOMAIN for several candidates is worth as little as its worst: one that existed makes it untrue. */
function worthOfNxdomain(names: Iterable<string>, truth: Truth, askedMs: number, answeredMs: number): Worth {
	let worst: Worth = "fresh";
	for (const name of names) {
		const states = truth[name];
		if (states === undefined) continue;
		const worth = worthOf(states, (state) => state.addresses.length === 0, askedMs, answeredMs);
		if (worth === "never") return "never";
		if (worth !== "fresh" && (worst === "fresh" || worth.staleMs > worst.staleMs)) worst = worth;
	}
	return worst;
}

/**
 * NODATA says that the name exists and has no address. Names of the truth have one or do not exist, so it is
 * never right for them; the probe cannot know where it was told that a name comes or goes.
 */
function judgeNodata(sample: Sample, truth: Truth): Sample {
	const last = sample.attempts.findLast(({ outcome }) => outcome === "nodata");
	if (sample.outcome !== "ok" && sample.outcome !== "late") return sample;
	if (last === undefined || truth[last.name] === undefined) return sample;
	return { ...sample, outcome: "unexpected_nodata", latencyMs: null };
}

/**
 * Holds a resolution's content against what its name was worth. The name is the one whose question
 * brought the final answer; for NXDOMAIN it is every candidate of the search list that was asked.
 *
 * - Right while it was under way: kept as it is, or `ok`/`late` where the probe had not expected it.
 * - Right earlier, no longer: the same, with `staleMs`; stale is not failed.
 * - Never right until then: `wrong_answer` for addresses, `unexpected_nxdomain` for NXDOMAIN; both failed.
 *
 * Names that the truth does not mention, and resolutions without an answer, are left to the probe.
 *
 * @param deadlineMs An answer after this is `late`.
 */
export function judgeSample(sample: Sample, truth: Truth, deadlineMs: number): Sample {
	// Cut off, or not the server's doing: its content was not waited for.
	if (sample.outcome === "aborted" || sample.outcome === "probe_fault") return sample;
	const hasAddresses = sample.addresses.length > 0;
	if (!hasAddresses && !sample.nxdomain) return judgeNodata(sample, truth);

	const answers = sample.attempts.filter(({ outcome }) => outcome === (hasAddresses ? "answer" : "nxdomain"));
	const last = answers.at(-1);
	if (last === undefined) return sample;
	const answeredAfterMs = sample.latencyMs ?? Math.max(...answers.map(answeredAfter));

	const askedMs = sample.intendedMs;
	const answeredMs = askedMs + sample.latenessMs + answeredAfterMs;
	const names = hasAddresses ? [last.name] : new Set(answers.map(({ name }) => name));
	if (![...names].some((name) => truth[name] !== undefined)) return sample;

	const worth = hasAddresses
		? worthOf(
				truth[last.name] ?? [],
				(state) => state.addresses.length > 0 && sameAddresses(state.addresses, sample.addresses),
				askedMs,
				answeredMs,
			)
		: worthOfNxdomain(names, truth, askedMs, answeredMs);
	if (worth === "never") {
		return { ...sample, outcome: hasAddresses ? "wrong_answer" : "unexpected_nxdomain", latencyMs: null };
	}
	return {
		...sample,
		outcome: answeredAfterMs <= deadlineMs ? "ok" : "late",
		latencyMs: answeredAfterMs,
		...(worth === "fresh" ? {} : { staleMs: worth.staleMs }),
	};
}
