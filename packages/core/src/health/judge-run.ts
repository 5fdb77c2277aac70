import { addStats, type BlockStats, noStats } from "./block-stats.ts";
import { type HealthVerdict, type Judgement, judgeObjective } from "./judge-objective.ts";
import type { Slo } from "./slo.ts";

/** An objective's judgement of one run, and of how many runs it is made. */
export interface CarriedJudgement extends Judgement {
	readonly name: string;
	/** This run's own counts, where those of former runs were added. */
	readonly own?: Pick<Judgement, "bad" | "total">;
	/** Runs in it, this one among them. */
	readonly runs: number;
}

/** What a scope carries from run to run: counts of the runs since one last met the promise, oldest first. */
export type CarriedStats = readonly (readonly BlockStats[])[];

/** What a run says of a scope, and what goes on to the next one. */
export interface ScopeVerdict {
	readonly verdict: HealthVerdict;
	readonly objectives: readonly CarriedJudgement[];
	/** For the next run. */
	readonly carried: CarriedStats;
}

/**
 * Judges a run by itself, and where that leaves it open, together with the runs before it.
 *
 * Two rules keep a bad minute from being told again and again: runs before one that was met are forgotten, and a run
 * that keeps the promise by its own figures is no breach on account of former ones.
 *
 * @param stats of this run, by objective
 * @param before carried from the run before
 * @param settings most runs that are judged together, and how many scopes are judged side by side
 */
export function judgeScope(
	stats: readonly BlockStats[],
	before: CarriedStats,
	slo: Slo,
	settings: { readonly window: number; readonly comparisons: number },
): ScopeVerdict {
	const { window, comparisons } = settings;
	const kept = before.slice(Math.max(0, before.length - (window - 1)));
	const objectives = slo.map((objective, index): CarriedJudgement => {
		const { name, share } = objective;
		const own = stats[index] ?? noStats;
		const alone = judgeObjective(own, objective, comparisons);
		if (alone.verdict !== "unproven" || kept.length === 0) return { ...alone, name, runs: 1 };
		const sum = kept.reduce((all, run) => addStats(all, run[index] ?? noStats), own);
		const together = judgeObjective(sum, objective, comparisons);
		const isOwnFault = alone.share.estimate > share;
		const verdict = together.verdict === "breach" && !isOwnFault ? "unproven" : together.verdict;
		return {
			...together,
			verdict,
			name,
			own: { bad: alone.bad, total: alone.total },
			runs: kept.length + 1,
		};
	});
	const verdict = worstOf(objectives.map((each) => each.verdict));
	return { verdict, objectives, carried: verdict === "met" ? [] : [...kept, stats].slice(-(window - 1)) };
}

/** `met` only when all are. */
function worstOf(verdicts: readonly HealthVerdict[]): HealthVerdict {
	if (verdicts.includes("breach")) return "breach";
	return verdicts.length > 0 && verdicts.every((verdict) => verdict === "met") ? "met" : "unproven";
}
