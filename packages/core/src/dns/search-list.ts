import type { StubProfile } from "../measure/sample.ts";
import { absoluteName, countDots } from "./name.ts";

/** One name that a stub asks on its way to an answer. */
export interface Candidate {
	/** Absolute, lower case, with the final dot. */
	name: string;
	/** True for the name as it was written, false for one made with a search suffix. */
	asWritten: boolean;
}

/**
 * The absolute names that a stub resolver asks for a name, in order, as long as none has an answer.
 *
 * - glibc and go: with `ndots` dots or more the name as written comes first and the search list after
 *   it; with fewer it comes last.
 * - musl: with `ndots` dots or more the name as written is all.
 * - raw: the name as written is all.
 *
 * A final dot ends the matter in every profile. Combinations too long for DNS are left out.
 * Sources: glibc resolv/res_query.c, musl src/network/lookup_name.c, Go net/dnsclient_unix.go.
 */
export function searchList(
	name: string,
	conf: { search: readonly string[]; ndots: number },
	profile: StubProfile,
): Candidate[] {
	const written = candidate(name, true);
	if (name.endsWith(".") || profile === "raw") return written;
	const enoughDots = countDots(name) >= conf.ndots;
	if (enoughDots && profile === "musl") return written;
	// The root as a suffix: glibc asks the name as written in that place and not once more, go passes it over.
	const suffixes = conf.search.filter((suffix) => suffix !== "" || profile === "glibc");
	const searched = suffixes.flatMap((suffix) =>
		suffix === "" ? written : candidate(`${name}.${suffix}`, false),
	);
	if (suffixes.includes("")) return unique(enoughDots ? [...written, ...searched] : searched);
	return enoughDots ? [...written, ...searched] : [...searched, ...written];
}

function candidate(text: string, asWritten: boolean): Candidate[] {
	const name = absoluteName(text);
	return name === undefined ? [] : [{ name, asWritten }];
}

function unique(candidates: Candidate[]): Candidate[] {
	return candidates.filter(
		(one, index) => candidates.findIndex((other) => other.name === one.name) === index,
	);
}
