import { LocaldnsError } from "@localdns/core";
import { deadlineMs } from "@localdns/core/health";
import { drainDeadlines } from "../measure-nodes/measure-nodes.ts";
import {
	endPatienceMs,
	goneWithinMs,
	kubeletWithinMs,
	pacedSteps,
	perSecond,
	removedPerSecond,
	startPatienceMs,
} from "../measure-nodes/measurement-pace.ts";

/** Caches are warm after it, and so is the program. */
const longestWarmupMs = 5000;

/** How long a run asks before its figures count, ms. */
export const warmupFor = (durationMs: number): number => Math.min(longestWarmupMs, durationMs / 5);

/** What a run takes besides asking, ms: turns for each node, and the last answers. */
const besidesAsking = (nodes: number): number =>
	((pacedSteps + 1) * nodes * 1000) / perSecond +
	(2 * nodes * 1000) / removedPerSecond +
	kubeletWithinMs +
	drainDeadlines * deadlineMs;

/** How long a run on so many nodes takes when every one of them answers at once, ms. */
export const leastLengthMs = (nodes: number, durationMs: number): number =>
	besidesAsking(nodes) + warmupFor(durationMs) + durationMs;

/** The image of the check itself, and a lock that nobody renews. */
const beforeItMs = 140_000;
/** Eight minutes, which are enough for 250 nodes, a step. */
const fewestBesidesMs = 480_000;
/** Nodes that come later are reckoned with: a tenth more, in steps, so that not each one changes the CronJob. */
const step = 250;
const headroom = 1.1;

/**
 * Time after which the Job of a run is to be ended, ms: what it takes on so many nodes when some do not answer and each
 * of its patiences runs out.
 */
export function deadlineFor(nodes: number, durationMs: number): number {
	const reckoned = Math.ceil((nodes * headroom) / step) * step;
	const patience = startPatienceMs + endPatienceMs + goneWithinMs;
	const besides = besidesAsking(reckoned) + longestWarmupMs + patience + beforeItMs;
	return durationMs + Math.max(fewestBesidesMs, Math.ceil(besides / 60_000) * 60_000);
}

/** Resolutions that the pod of a check holds: they take 0.2 KiB each, and it may have 512 MiB. */
const mostResolutions = 1_500_000;

/** A run that is about to begin. */
export interface RunSize {
	readonly nodes: number;
	/** Resolutions per second and node. */
	readonly rate: number;
	readonly durationMs: number;
	/** After which someone ends it, ms. @default undefined: nobody */
	readonly withinMs?: number | undefined;
}

/** @throws LocaldnsError LDNS768 more than a run can hold, LDNS769 it could not end in time */
export function refuseOversized({ nodes, rate, durationMs, withinMs }: RunSize): void {
	const resolutions = Math.round((nodes * rate * durationMs) / 1000);
	if (resolutions > mostResolutions)
		throw new LocaldnsError(
			"LDNS768",
			`${rate} resolutions/s on ${nodes} nodes for ${durationMs / 1000} s are ${resolutions} resolutions; a run holds ${mostResolutions}`,
			{
				hint: `--rate ${Math.max(1, Math.floor((mostResolutions * 1000) / (nodes * durationMs)))}, or a shorter --duration`,
			},
		);
	const least = leastLengthMs(nodes, durationMs);
	if (withinMs !== undefined && least > withinMs)
		throw new LocaldnsError(
			"LDNS769",
			`a run on ${nodes} nodes takes ${Math.ceil(least / 1000)} s at least, and this one is ended after ${Math.round(withinMs / 1000)} s`,
		);
}
