import type { Sample, Workload } from "./sample.ts";

/** No list of names that come round again and again is as long; beyond it every question has a name of its own. */
const mostNames = 10_000;

/** The names of each workload and arm, as they were written. Cold ones are left out: no two are the same. */
export class AskedNames {
	readonly #lists = new Map<Workload, Map<string, Set<string>>>();

	/** Takes in the name of one resolution. */
	add({ workload, arm, name }: Pick<Sample, "workload" | "arm" | "name">): void {
		if (workload === "cold") return;
		const arms = this.#lists.get(workload);
		const names = arms?.get(arm);
		if (names === undefined)
			this.#lists.set(workload, new Map([...(arms ?? []), [arm, new Set([name])] as const]));
		else if (names.size <= mostNames) names.add(name);
	}

	/** Empty where they are not known: nothing was asked, cold names, or more than a list has. */
	of(workload: Workload, arm: string): ReadonlySet<string> {
		const names = this.#lists.get(workload)?.get(arm);
		return names === undefined || names.size > mostNames ? new Set() : names;
	}
}
