import type { Workload } from "./sample.ts";

/** Resolutions per second that one node may be asked for: a measurement is not a load test. */
export const rateCeiling = 50;

/** Rates that fit under the ceiling, and what had to be lowered for it. */
export interface SharedRates {
	/** Resolutions per second per arm. */
	rates: Partial<Record<Workload, number>>;
	/** Workloads that got less than was asked for. */
	lowered: { workload: Workload; from: number; to: number }[];
}

/**
 * Fits the rate asked for under the ceiling of 50 resolutions per second and node. The first workload keeps
 * its rate as far as the ceiling allows; the others share what is left in equal parts.
 * @param rate resolutions per second per arm and workload
 * @param armsPerNode arms asked from one node: 1 in the lab, where every arm has its own
 */
export function shareRates(rate: number, workloads: readonly Workload[], armsPerNode: number): SharedRates {
	const ceiling = rateCeiling / armsPerNode;
	const first = Math.min(rate, ceiling);
	const others = Math.min(rate, (ceiling - first) / Math.max(1, workloads.length - 1));
	const rates: SharedRates["rates"] = {};
	const lowered: SharedRates["lowered"] = [];
	workloads.forEach((workload, index) => {
		const to = index === 0 ? first : others;
		rates[workload] = to;
		if (to < rate) lowered.push({ workload, from: rate, to });
	});
	return { rates, lowered };
}
