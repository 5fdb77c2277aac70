import { type BlockSettings, type Blocks, formBlocks, sumPerBlock, type TimedEvents } from "./blocks.ts";

/** Length of the first windows tried, ms: short enough for a run of 45 s, half of it in a blackout, to have seven. */
const shortestMs = 2_500;
/** Fewer blocks can say nothing even when all point one way, so lengthening ends there. */
export const fewestBlocks = 7;

/** Whether a block tells something about the next: lag-1 correlation of their event shares above one standard error. */
function dependOnEachOther(blocks: Blocks, flags: Uint8Array): boolean {
	const events = sumPerBlock(blocks, flags);
	const sizes = sumPerBlock(blocks);
	let flagged = 0;
	for (const flag of flags) flagged += flag;
	const share = flagged / flags.length;
	let lagged = 0;
	let squares = 0;
	let before = 0;
	for (let b = 0; b < blocks.count; b++) {
		const size = sizes[b] as number;
		const excess = size === 0 ? 0 : ((events[b] as number) - share * size) / Math.sqrt(size);
		lagged += before * excess;
		squares += excess * excess;
		before = excess;
	}
	return squares > 0 && lagged / squares > 1 / Math.sqrt(blocks.count);
}

/**
 * Blocks of the shortest windows – 2.5 s, 5 s, 10 s … – of which neighbours tell nothing about each
 * other. Stalls are short; a link that is bad for half a minute needs longer blocks, and shows it by
 * the correlation. Like the joining, this looks at when any arm was struck and never at which.
 */
export function chooseBlocks(events: TimedEvents, settings: Omit<BlockSettings, "lengthMs">): Blocks {
	let blocks = formBlocks(events, { ...settings, lengthMs: shortestMs });
	while (blocks.count >= fewestBlocks && dependOnEachOther(blocks, events.flags)) {
		blocks = formBlocks(events, { ...settings, lengthMs: blocks.lengthMs * 2 });
	}
	return blocks;
}

/** Why the blocks are as long as they are, for the report. */
export function justifyBlocks({ lengthMs, joinedByStall }: Blocks, blackouts: number): string {
	const length = `${lengthMs / 1000} s`;
	const chosen =
		lengthMs === shortestMs
			? `windows of ${length}, of which neighbours tell nothing about each other`
			: `windows of ${length}, because in shorter ones failures carried over from one to the next`;
	const stalls = joinedByStall === 0 ? "" : `; ${joinedByStall} boundaries crossed by a stall were dropped`;
	const imposed = blackouts === 0 ? "" : "; each imposed blackout lies within one block";
	return `${chosen}${stalls}${imposed}`;
}
