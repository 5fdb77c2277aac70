import type { MeasuredRun } from "../../src/measure/measured-run.ts";
import { createRandom } from "../../src/measure/random.ts";
import type { NameForm, Sample, Workload } from "../../src/measure/sample.ts";
import { tableOf } from "../../src/measure/sample-table.ts";
import type { LinkReport } from "../../src/report/bench-report.ts";

/** Each behind the name of a Service. */
const forms: readonly { form: NameForm; rest: string; exchanges: number }[] = [
	{ form: "svc", rest: "", exchanges: 2 },
	{ form: "svc.ns", rest: ".shop", exchanges: 4 },
	{ form: "svc.ns.svc.cluster.local", rest: ".shop.svc.cluster.local", exchanges: 8 },
	{ form: "absolute", rest: ".shop.svc.cluster.local.", exchanges: 2 },
];

interface SimulatedArm {
	arm: string;
	/** Loss each way of a packet: the arm pays it for every exchange. @default 0 */
	loss?: number;
	/** Chance of failing whatever the name costs. @default 0 */
	failing?: number;
	/** ms. @default 43 per round trip */
	latencyMs?: number;
	/** Added for cold names, ms. @default 0 */
	coldMs?: number;
}

export interface SimulatedRun {
	arms: readonly SimulatedArm[];
	nodes?: readonly string[];
	workloads?: readonly Workload[];
	/** @default 10 */
	rate?: number;
	/** @default 60_000 */
	durationMs?: number;
	link?: Partial<LinkReport>;
	/** Of namespace shop, asked in turn. @default web */
	services?: readonly string[];
	seed?: number;
}

const noLoss = { packets: 100, lost: { random: 0, burst: 0, policed: 0, blackout: 0 } };

/** With the samples that its table was made from. */
export type SimulatedMeasurement = MeasuredRun & { samples: readonly Sample[] };

/** The same run with other samples. */
export const withSamples = (run: SimulatedMeasurement, samples: readonly Sample[]): SimulatedMeasurement => ({
	...run,
	samples,
	table: tableOf(samples, { ...run, nodes: run.nodes.map(({ node }) => node) }),
});

/** A run made up from arithmetic, as the probes would have recorded it. */
export function simulateRun(world: SimulatedRun): SimulatedMeasurement {
	const { arms, nodes = ["far"], workloads = ["hot"], rate = 10, durationMs = 60_000, seed = 7 } = world;
	const { services = ["web"] } = world;
	const absoluteOf = (service: string | undefined) => `${service}.shop.svc.cluster.local.`;
	const link: LinkReport = {
		spec: "rtt=43ms",
		rttMs: 43,
		jitterMs: 3,
		loss: 0,
		burstMs: null,
		udpLimitBitsPerSecond: null,
		blackouts: [],
		proof: { sent: 1000, lost: 0, expectedLoss: 0, rttMs: { p50: 43 } },
		measured: { toNear: noLoss, toFar: noLoss },
		...world.link,
	};
	const samples: Sample[] = [];
	for (const node of nodes) {
		for (const workload of workloads) {
			const random = createRandom(`${seed}/${node}/${workload}`);
			let tuple = 0;
			for (let atMs = -5_000; atMs < durationMs; atMs += random.exponential(1000 / rate), tuple++) {
				const service = services[Math.floor(tuple / forms.length) % services.length];
				const { form, rest, exchanges } = forms[
					workload === "cold" ? 3 : tuple % 4
				] as (typeof forms)[number];
				random.shuffle(arms).forEach((arm, position) => {
					const intendedMs = atMs + 50 * position;
					const dark = link.blackouts.some(
						({ startMs, durationMs }) =>
							arm.loss !== undefined && intendedMs >= startMs && intendedMs < startMs + durationMs,
					);
					const lost = 1 - (1 - (arm.loss ?? 0)) ** (2 * exchanges);
					const failed = dark || random.next() < lost || random.next() < (arm.failing ?? 0);
					const cold = workload === "cold" ? (arm.coldMs ?? 0) : 0;
					const latencyMs = (arm.latencyMs ?? (43 * exchanges) / 2) * (0.98 + 0.04 * random.next()) + cold;
					const absolute =
						workload === "cold" ? `ld-${arm.arm}-${tuple}.shop.svc.cluster.local.` : absoluteOf(service);
					samples.push({
						kind: "sample",
						node,
						arm: arm.arm,
						workload,
						tuple,
						name: workload === "cold" ? absolute : `${service}${rest}`,
						form,
						intendedMs,
						latenessMs: random.exponential(0.3),
						latencyMs: failed ? null : latencyMs,
						outcome: failed ? "timeout" : "ok",
						gaveUp: false,
						addresses: failed || workload === "cold" ? [] : ["10.43.1.1"],
						nxdomain: !failed && workload === "cold",
						attempts: [
							{
								name: absolute,
								type: "A",
								transport: "udp",
								server: "169.254.20.10",
								tryNumber: 1,
								startMs: 0,
								rttMs: failed ? null : latencyMs,
								outcome: failed ? "timeout" : workload === "cold" ? "nxdomain" : "answer",
							},
						],
					});
				});
			}
		}
	}
	const run: Omit<MeasuredRun, "table"> = {
		truth: Object.fromEntries(
			services.map((service) => [absoluteOf(service), [{ sinceMs: null, addresses: ["10.43.1.1"] }]]),
		),
		nodes: nodes.map((node) => ({ node, link: "WAN" })),
		arms: arms.map(({ arm }) => arm),
		workloads: workloads.map((workload) => ({ workload, rate })),
		crossingArm: arms.find(({ loss }) => loss !== undefined)?.arm ?? null,
		seed,
		durationMs,
		deadlineMs: 5_000,
		gapMs: 50,
		stubProfile: "glibc",
		search: ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"],
		ndots: 5,
		link,
		floorSamplesMs: Array.from({ length: 100 }, (_, i) => 0.2 + i / 1000),
		planned: samples.filter(({ intendedMs }) => intendedMs >= 0).length,
		stray: 0,
		interrupted: false,
	};
	return withSamples(run as SimulatedMeasurement, samples);
}
