import { addStats, type BlockStats, noStats, withAtMost } from "./block-stats.ts";
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

/** Times what was promised that a former run counts for at most: it is to make a small excess plain, not to tell an outage again. */
const mostOfFormer = 4;

/**
 * Judges a run by itself, and where that leaves it open, together with the runs before it.
 *
 * Three rules keep a bad minute from being told again and again: runs before one that was met are forgotten, a run that
 * keeps the promise by its own figures is no breach on account of former ones, and neither is one that would be none if
 * each of those had had no more than four times what was promised.
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
		const withFormer = (most: number) => {
			const sum = kept.reduce((all, run) => addStats(all, withAtMost(run[index] ?? noStats, most)), own);
			return judgeObjective(sum, objective, comparisons);
		};
		const together = withFormer(1);
		const isNew = alone.share.estimate > share && withFormer(mostOfFormer * share).verdict === "breach";
		const verdict = together.verdict === "breach" && !isNew ? "unproven" : together.verdict;
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
