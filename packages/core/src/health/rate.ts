import type { Slo } from "./slo.ts";

/** Fewest and most resolutions per second and node that a check asks. */
const fewest = 1;
const most = 20;
/** 97.5 % and 95 % points of the normal distribution: an interval of 95 %, seen in 95 of 100 runs. */
const [zInterval, zPower] = [1.959963984540054, 1.6448536269514722];

/**
 * Resolutions that one run needs to tell the strictest promise from twice as many bad ones, were they scattered: the
 * sample size of a one-sample test of a rate.
 */
export function resolutionsFor(slo: Slo): number {
	return Math.ceil(
		Math.max(
			...slo.map(({ share }) => {
				const twice = Math.min(0.99, 2 * share);
				const scatter = zInterval * Math.sqrt(share * (1 - share)) + zPower * Math.sqrt(twice * (1 - twice));
				return (scatter / (twice - share)) ** 2;
			}),
		),
	);
}

/** Resolutions per second and node for a run of this length on so many nodes, between 1 and 20, to a tenth. */
export function rateFor(slo: Slo, nodes: number, durationMs: number): number {
	const rate = (resolutionsFor(slo) * 1000) / (durationMs * Math.max(1, nodes));
	return Math.min(most, Math.max(fewest, Math.ceil(rate * 10) / 10));
}
