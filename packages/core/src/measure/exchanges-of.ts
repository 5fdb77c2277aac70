import { exchangesAmong } from "../dns/exchanges.ts";
import { absoluteName } from "../dns/name.ts";
import { type Candidate, searchList } from "../dns/search-list.ts";
import type { Sample, StubProfile } from "./sample.ts";
import type { Truth } from "./truth.ts";

/** Of what a name costs. */
type Asked = Pick<Sample, "workload" | "name" | "intendedMs">;

/** What the cost of a name depends on. */
interface Conditions {
	readonly search: readonly string[];
	readonly ndots: number;
	readonly stubProfile: StubProfile;
	readonly truth: Truth;
}

/** Names are few and come again and again, but for those made to be a cache miss; so many are remembered. */
const remembered = 10_000;

/**
 * Counts the DNS exchanges that a resolution would have cost without loss, by the truth of its time. A name
 * that the truth does not know is outside the cluster and exists as it was written.
 */
export function exchangeCounter({ search, ndots, stubProfile, truth }: Conditions): (asked: Asked) => number {
	const known = new Map<string, readonly Candidate[]>();
	const candidatesOf = ({ name, workload }: Asked): readonly Candidate[] => {
		const found = known.get(name) ?? searchList(name, { search, ndots }, stubProfile);
		if (workload !== "cold" && known.size < remembered) known.set(name, found);
		return found;
	};
	return (asked) => {
		const written = asked.workload === "external" ? absoluteName(asked.name) : undefined;
		return exchangesAmong(candidatesOf(asked), (absolute) => {
			const states = truth[absolute];
			if (states === undefined) return absolute === written;
			const now = states.findLast(({ sinceMs }) => sinceMs === null || sinceMs <= asked.intendedMs);
			return (now?.addresses.length ?? 0) > 0;
		});
	};
}
