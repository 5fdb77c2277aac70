import type { StubProfile } from "../measure/sample.ts";
import { type Candidate, searchList } from "./search-list.ts";

/** A and AAAA are asked for every candidate. */
const typesAsked = 2;

/**
 * DNS exchanges (a query and its reply) that one resolution costs where nothing is lost: A and AAAA for
 * every candidate up to the first that exists, or for all of them where none does.
 * @param exists whether the absolute name (lower case, final dot) has an address
 */
export function countExchanges(
	name: string,
	conf: { search: readonly string[]; ndots: number },
	profile: StubProfile,
	exists: (absolute: string) => boolean,
): number {
	return exchangesAmong(searchList(name, conf, profile), exists);
}

/** The same for a name whose candidates (`searchList`) are known. */
export function exchangesAmong(
	candidates: readonly Candidate[],
	exists: (absolute: string) => boolean,
): number {
	const found = candidates.findIndex((each) => exists(each.name));
	return typesAsked * (found === -1 ? candidates.length : found + 1);
}
