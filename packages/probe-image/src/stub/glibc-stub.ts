import { type Candidate, searchList } from "@localdns/core/dns";
import { askPair, type GlibcState, type PairResult } from "./glibc-send.ts";
import type { Failure, Stub, StubResult } from "./stub.ts";

/**
 * glibc's getaddrinfo over nss_dns (resolv/res_query.c, res_send.c): the search list in order. NXDOMAIN,
 * NODATA and SERVFAIL go on with the next suffix; a timeout or another error ends the list, and only
 * the name as written is still asked; a refused port ends everything.
 *
 * What glibc keeps in the thread from one lookup to the next (the switch to one question at a time) is kept
 * here for one resolution, as in a process that has just started.
 */
export const glibcStub: Stub = async (conversation, name, settings) => {
	const state: GlibcState = { oneAtATime: false, newSocketForSecond: false };
	const candidates = searchList(name, settings, "glibc");
	if (candidates.length === 0) throw new RangeError(`glibc cannot ask ${name}`);
	const writtenFirst = candidates[0]?.asWritten === true;
	const failed: Attempted[] = [];
	let listEnded = false;
	for (const candidate of candidates) {
		if (listEnded && !candidate.asWritten) continue;
		const result = await askPair(conversation, candidate.name, settings, state);
		if (result.kind === "found") return result;
		failed.push({ candidate, result });
		if (result.kind !== "failed") continue;
		if (result.nobodyListens && !candidate.asWritten) break;
		listEnded ||= result.failure !== "servfail" && !(writtenFirst && candidate.asWritten);
	}
	return conclude(failed, writtenFirst);
};

interface Attempted {
	candidate: Candidate;
	result: PairResult;
}

/**
 * Which of the failed candidates decides what the application is told: the name as written where it was asked
 * first, else NODATA, else SERVFAIL, else the last. A conclusion that passed over a failure carries it along.
 */
function conclude(failed: readonly Attempted[], writtenFirst: boolean): StubResult {
	const [first] = failed;
	const last = failed.at(-1);
	if (first === undefined || last === undefined) throw new RangeError("nothing was asked");
	const searched = failed.filter((each) => !each.candidate.asWritten);
	const refused = last.result.kind === "failed" && last.result.nobodyListens;
	const deciding =
		(refused ? last : undefined) ??
		(writtenFirst ? first : undefined) ??
		searched.find((each) => each.result.kind === "nodata") ??
		searched.find((each) => each.result.failure === "servfail") ??
		last;
	const failure =
		deciding.result.failure ?? failed.map((each): Failure | undefined => each.result.failure).find(Boolean);
	return {
		kind: deciding.result.kind,
		addresses: [],
		atMs: last.result.atMs,
		...(failure === undefined ? {} : { failure }),
	};
}
