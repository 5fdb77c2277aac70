import type { ResolvConf } from "@localdns/core/dns";
import {
	createRandom,
	type ProbePlan,
	type ProbeSummary,
	type Slot,
	schedule,
	thinFloor,
} from "@localdns/core/measure";
import { LoopbackEcho } from "./loopback-echo.ts";
import { OpenLoop, type Planned } from "./open-loop.ts";
import type { RecordSink } from "./recorder.ts";
import { missedSlot, type Resolution, startResolution } from "./resolution.ts";
import { parseServerAddress } from "./server-address.ts";
import type { StubSettings } from "./stub/stub.ts";
import { SurroundingsWatch } from "./surroundings.ts";

/** A slot that is this late would no longer be asked at the instant of its tuple. */
const latestMs = 50;
/**
 * How long the last resolutions may go on, in deadlines. What is open then failed its deadline long ago; only
 * whether it would have been rescued stays unknown.
 */
const drainDeadlines = 2;

type Event = { kind: "slot"; slot: Slot } | { kind: "echo" };

export interface RunOptions {
	/** Ends it at once: open resolutions become `aborted`, the summary is still written. */
	readonly interrupt: AbortSignal;
	/** Slots whose instant has passed before the run begins are not planned, instead of missed. */
	readonly joinsLate: boolean;
}

/** Runs a plan from its start to the end of its last resolution. */
export async function runPlan(
	plan: ProbePlan,
	conf: ResolvConf,
	createSink: (msToNext: () => number) => RecordSink,
	{ interrupt, joinsLate }: RunOptions,
): Promise<void> {
	const settings = new Map(plan.arms.map((each) => [each.arm, settingsOf(conf, each.nameservers)]));
	// One clock for everything that follows: the wall clock may be set while the run goes on.
	const measuredAtMs = performance.now() + (plan.startAtMs - Date.now()) + plan.warmupMs;
	const echo = await LoopbackEcho.open();
	const beginsMs = performance.now() - measuredAtMs;
	const joinedAtMs = joinsLate && beginsMs > -plan.warmupMs ? beginsMs : undefined;
	const open = new Set<Resolution>();
	let stray = 0;
	let planned = 0;
	const onStray = (): void => {
		stray += 1;
	};

	const loop = new OpenLoop(eventsOf(plan, measuredAtMs, joinedAtMs), ({ atMs, item }) => {
		if (item.kind === "echo") return echo.measure();
		const { slot } = item;
		if (slot.atMs >= 0) {
			const { roundTripsMs } = echo;
			if (planned === 0 && roundTripsMs.length > 0)
				recorder.put({ kind: "floor", node: plan.node, floorMs: thinFloor(roundTripsMs) });
			planned += 1;
		}
		const lateMs = performance.now() - atMs;
		if (lateMs > latestMs) return recorder.put(missedSlot(plan, slot, lateMs));
		const resolution = startResolution(plan, slot, atMs, settings.get(slot.arm) as StubSettings, onStray);
		open.add(resolution);
		void resolution.sample.then((sample) => {
			open.delete(resolution);
			recorder.put(sample);
		});
	});
	const recorder = createSink(() => loop.msToNext);
	recorder.put({
		kind: "hello",
		node: plan.node,
		arms: plan.arms.map((each) => each.arm),
		nodeVersion: process.version,
		search: conf.search,
		ndots: conf.ndots,
		nameservers: conf.nameservers,
	});
	const endOpen = (): void => {
		for (const resolution of open) resolution.interrupt();
	};
	const stop = (): void => {
		loop.stop();
		endOpen();
	};
	const surroundings = new SurroundingsWatch(measuredAtMs, plan.cacheMetrics, () => loop.msToNext);
	interrupt.addEventListener("abort", stop, { once: true });
	if (interrupt.aborted) stop();
	else await loop.run();
	const around = surroundings.close();
	const drained = setTimeout(endOpen, drainDeadlines * plan.deadlineMs);
	await Promise.all([...open].map((each) => each.sample));
	clearTimeout(drained);
	echo.close();
	const watched = await around;

	const usage = process.resourceUsage();
	const summary: ProbeSummary = {
		kind: "summary",
		node: plan.node,
		arms: plan.arms.map((each) => each.arm),
		floorMs: echo.roundTripsMs,
		planned,
		...(interrupt.aborted ? { interrupted: true } : {}),
		stray,
		cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
		maxRssBytes: usage.maxRSS * 1024,
		...(joinedAtMs === undefined ? {} : { joinedAtMs: Math.round(joinedAtMs) }),
		...watched,
	};
	recorder.put(summary);
	await recorder.end();
}

function settingsOf(conf: ResolvConf, nameservers: readonly string[] | undefined): StubSettings {
	return { ...conf, servers: (nameservers ?? conf.nameservers).map(parseServerAddress) };
}

/** Slots, and echoes at the same mean rate over warm-up and measured part, in time order. */
function* eventsOf(
	plan: ProbePlan,
	measuredAtMs: number,
	/** What comes before is left out. */
	fromMs = Number.NEGATIVE_INFINITY,
): Generator<Planned<Event>, void, undefined> {
	const random = createRandom(plan.seed).fork(`echo/${plan.node}`);
	const perSecond = plan.workloads.reduce((sum, each) => sum + each.rate, 0) * plan.arms.length;
	const meanMs = 1000 / perSecond;
	let echoMs = -plan.warmupMs + random.exponential(meanMs);
	for (const slot of schedule(plan)) {
		for (; echoMs < slot.atMs; echoMs += random.exponential(meanMs)) {
			if (echoMs >= fromMs) yield { atMs: measuredAtMs + echoMs, item: { kind: "echo" } };
		}
		if (slot.atMs >= fromMs) yield { atMs: measuredAtMs + slot.atMs, item: { kind: "slot", slot } };
	}
}
