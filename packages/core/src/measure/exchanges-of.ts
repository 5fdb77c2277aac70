import { countExchanges } from "../dns/exchanges.ts";
import { absoluteName } from "../dns/name.ts";
import type { Sample, StubProfile } from "./sample.ts";
import type { Truth } from "./truth.ts";

/**
 * DNS exchanges that this resolution would have cost without loss, by the truth of its time. A name
 * that the truth does not know is outside the cluster and exists as it was written.
 */
export function exchangesOf(
	sample: Pick<Sample, "workload" | "name" | "intendedMs">,
	{
		search,
		ndots,
		stubProfile,
		truth,
	}: { search: readonly string[]; ndots: number; stubProfile: StubProfile; truth: Truth },
): number {
	const written = sample.workload === "external" ? absoluteName(sample.name) : undefined;
	return countExchanges(sample.name, { search, ndots }, stubProfile, (absolute) => {
		const states = truth[absolute];
		if (states === undefined) return absolute === written;
		const now = states.findLast(({ sinceMs }) => sinceMs === null || sinceMs <= sample.intendedMs);
		return (now?.addresses.length ?? 0) > 0;
	});
}
