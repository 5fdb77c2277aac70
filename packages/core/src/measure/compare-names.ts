import { absoluteName } from "../dns/name.ts";
import { searchList } from "../dns/search-list.ts";
import type { NameShift } from "../report/bench-comparison.ts";
import type { StoredRun } from "../report/stored-run.ts";
import type { Workload } from "./sample.ts";

/** So many names are written out in a sentence; all of them are in the lists beside it. */
const mostInWords = 3;

/**
 * Names of a workload that only one of two runs asked: another seed draws other Services, and Services come and go.
 * A Service counts as one name, in whatever form it was written.
 *
 * @param pairs arms of the first run and those of the second that they are held against
 * @returns undefined where both asked for the same, or for names that are made to be asked once
 */
export function compareNames(
	before: StoredRun,
	after: StoredRun,
	workload: Workload,
	pairs: readonly (readonly [string, string])[],
): NameShift | undefined {
	// External names are dealt out to the arms by their position, so that other places have other names by design.
	const alike = pairs.filter(
		([one, other]) =>
			workload !== "external" || before.run.arms.indexOf(one) === after.run.arms.indexOf(other),
	);
	// A Service whose addresses changed while a run went on is in the truth of the other alone, which knows its name too.
	const isService = (name: string) => before.truth[name] !== undefined || after.truth[name] !== undefined;
	const [first, second] = [before, after].map((run, index) => {
		const written = alike.flatMap((pair) => [...run.table.asked.of(workload, pair[index] as string)]);
		return new Set(written.map((name) => absoluteOf(name, run, isService)));
	}) as [Set<string>, Set<string>];
	if (first.size === 0 || second.size === 0) return undefined;
	const onlyBefore = [...first].filter((name) => !second.has(name)).sort();
	const onlyAfter = [...second].filter((name) => !first.has(name)).sort();
	if (onlyBefore.length + onlyAfter.length === 0) return undefined;
	const common = first.size - onlyBefore.length;
	const finding =
		common === 0
			? `The runs have no ${workload} name in common: the first asked ${listed(onlyBefore)}, the second ${listed(onlyAfter)}.`
			: `The runs did not ask quite the same ${workload} names: ${common} in common; only in the first: ${listed(onlyBefore)}; only in the second: ${listed(onlyAfter)}.`;
	return { common, onlyBefore, onlyAfter, finding };
}

/** Absolute, without the final dot; as it was written where neither run knew a Service by it. */
function absoluteOf(name: string, { run }: StoredRun, isService: (name: string) => boolean): string {
	const found = searchList(name, run, run.stubProfile).find((each) => isService(each.name));
	return (found?.name ?? absoluteName(name) ?? name).replace(/\.$/, "");
}

function listed(names: readonly string[]): string {
	if (names.length === 0) return "none";
	const more = names.length - mostInWords;
	return `${names.slice(0, mostInWords).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
