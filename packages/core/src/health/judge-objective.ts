import { binomialCumulative, binomialQuantile } from "../measure/binomial.ts";
import { studentT95 } from "../measure/student-t.ts";
import { wilsonInterval, z95 } from "../measure/wilson.ts";
import { type BlockStats, designEffectOf } from "./block-stats.ts";
import type { Objective } from "./slo.ts";

/** `unproven`: the interval holds the promise, so that both are possible. */
export type HealthVerdict = "met" | "breach" | "unproven";

/** A share of bad resolutions with its 95 % interval, held against what was promised. */
export interface Judgement {
	readonly verdict: HealthVerdict;
	readonly bad: number;
	readonly total: number;
	readonly share: { readonly estimate: number; readonly low: number; readonly high: number };
	/** `block-…` where failures came in bursts, which tell less than scattered ones. */
	readonly method: "wilson" | "block-wilson" | "order-statistic" | "block-order-statistic";
}

/** Risk of a breach that is none, per comparison, on one side. */
const risk = 0.025;

/**
 * Holds counts against an objective: `breach` when the whole interval is beyond what was promised, `met` when it is
 * within. A rate has Wilson's interval, a quantile its order-statistic one, both for the number of independent
 * resolutions that the scatter between blocks is worth.
 *
 * A breach has to pass the exact binomial test as well: Wilson's lower end is too bold where two failures are all there is.
 *
 * @param comparisons of how many this is one (nodes judged side by side): a breach takes a risk divided by it
 */
export function judgeObjective(stats: BlockStats, objective: Objective, comparisons = 1): Judgement {
	const { bad, total, blocks } = stats;
	const effect = designEffectOf(stats);
	const isClustered = effect > 1;
	const worth = Math.floor(total / effect);
	const badWorth = Math.round(bad / effect);
	const z = isClustered ? studentT95(blocks - 1) : z95;
	const bounds = wilsonInterval(bad / effect, total / effect, z);
	const estimate = total === 0 ? 0 : bad / total;
	const isBeyond = isQuantile(objective)
		? ranksBeyond(worth, badWorth, objective.share)
		: bounds.low > objective.share;
	const isWithin = isQuantile(objective)
		? ranksWithin(worth, badWorth, objective.share)
		: bounds.high < objective.share;
	const chance = 1 - binomialCumulative(badWorth - 1, worth, objective.share);
	const verdict = isBeyond && chance <= risk / comparisons ? "breach" : isWithin ? "met" : "unproven";
	const method = isQuantile(objective) ? "order-statistic" : "wilson";
	return {
		verdict: total === 0 ? "unproven" : verdict,
		bad,
		total,
		share: { estimate, ...bounds },
		method: isClustered ? `block-${method}` : method,
	};
}

const isQuantile = ({ limitMs }: Objective): boolean => limitMs !== undefined;

/** Whether the lower rank of the quantile's interval is a resolution beyond the limit. */
const ranksBeyond = (total: number, beyond: number, share: number): boolean => {
	const low = binomialQuantile(risk, total, 1 - share);
	return low >= 1 && low > total - beyond;
};

/** Whether its upper rank is there, and one within. */
const ranksWithin = (total: number, beyond: number, share: number): boolean =>
	binomialQuantile(1 - risk, total, 1 - share) + 1 <= total - beyond;
