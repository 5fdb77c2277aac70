import { type BlockStats, statsOf } from "../../src/health/block-stats.ts";
import type { Random } from "../../src/measure/random.ts";

/** A link that loses a share of what goes over it, scattered or in bursts of this mean length, each node its own. */
export interface Weather {
	readonly share: number;
	/** Mean, ms; 0 for scattered losses. */
	readonly burstMs: number;
	/** All nodes suffer the same burst at the same time. @default false */
	readonly isShared?: boolean;
	readonly nodes: number;
	readonly rate: number;
}

const durationMs = 60_000;
const blockMs = 2_500;

/** Blocks of one run, drawn without making every resolution an object. */
export function drawRun(
	random: Random,
	{ share, burstMs, isShared = false, nodes, rate }: Weather,
): BlockStats {
	const blocks = durationMs / blockMs;
	const [bad, total] = [new Int32Array(blocks), new Int32Array(blocks)];
	const groups = isShared ? 1 : nodes;
	const perGroup = (rate * nodes) / groups;
	for (let group = 0; group < groups; group++) {
		const calmMs = burstMs === 0 ? 0 : (burstMs * (1 - share)) / share;
		let isBad = burstMs > 0 && random.next() < share;
		let changeMs = burstMs === 0 ? Number.POSITIVE_INFINITY : random.exponential(isBad ? burstMs : calmMs);
		for (
			let at = random.exponential(1000 / perGroup);
			at < durationMs;
			at += random.exponential(1000 / perGroup)
		) {
			while (at >= changeMs) {
				isBad = !isBad;
				changeMs += random.exponential(isBad ? burstMs : calmMs);
			}
			const block = Math.floor(at / blockMs);
			total[block] = (total[block] as number) + 1;
			if (burstMs === 0 ? random.next() < share : isBad) bad[block] = (bad[block] as number) + 1;
		}
	}
	return statsOf(bad, total);
}
