import { createRandom, type Random } from "../packages/core/src/measure/random.ts";
import type { Attempt, NameForm, Sample, Workload } from "../packages/core/src/measure/sample.ts";

/** What a made-up run of a large cluster is asked. */
export interface LargeRun {
	readonly nodes: readonly string[];
	readonly arms: readonly [direct: string, cache: string];
	/** Of each node and workload. */
	readonly pairs: number;
	readonly durationMs: number;
}

export const search = ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"];
const service = "web.shop.svc.cluster.local.";
export const truth = { [service]: [{ sinceMs: null, addresses: ["10.43.1.1"] }] };

/** How the name is written, and what is asked until it is found. */
const hotNames: readonly { form: NameForm; name: string; asked: readonly string[] }[] = [
	{ form: "svc.ns", name: "web.shop", asked: ["web.shop.default.svc.cluster.local.", service] },
	{
		form: "svc.ns.svc.cluster.local",
		name: "web.shop.svc.cluster.local",
		asked: [...search.map((suffix) => `web.shop.svc.cluster.local.${suffix}.`), service],
	},
	{ form: "absolute", name: service, asked: [service] },
];

function resolution(
	random: Random,
	place: Pick<Sample, "node" | "arm" | "workload" | "tuple" | "intendedMs">,
	{ loss, rttMs }: { loss: number; rttMs: number },
): Sample {
	const cold = `ld-7f3c-${place.arm}-${place.tuple}.default.svc.cluster.local.`;
	const { form, name, asked } =
		place.workload === "hot"
			? (hotNames[place.tuple % hotNames.length] as (typeof hotNames)[number])
			: { form: "absolute" as const, name: cold, asked: [cold] };
	const server = place.arm === "direct" ? "10.43.0.10" : "169.254.20.10";
	const attempts: Attempt[] = [];
	let clock = 0;
	let failed = false;
	for (const [step, candidate] of asked.entries()) {
		const last = step === asked.length - 1;
		const tookMs = Math.round(1000 * (rttMs + random.exponential(rttMs / 10))) / 1000;
		const lost = random.next() < loss;
		for (const type of ["A", "AAAA"] as const) {
			attempts.push({
				...{ name: candidate, type, transport: "udp", server, tryNumber: 1, startMs: clock },
				rttMs: lost ? null : tookMs,
				outcome: lost
					? "timeout"
					: !last || place.workload === "cold"
						? "nxdomain"
						: type === "A"
							? "answer"
							: "nodata",
			});
		}
		clock += tookMs;
		if (lost) {
			failed = true;
			break;
		}
	}
	return {
		kind: "sample",
		...place,
		name,
		form,
		latenessMs: Math.round(random.exponential(0.3) * 1000) / 1000,
		latencyMs: failed ? null : clock,
		outcome: failed ? "timeout" : "ok",
		gaveUp: failed,
		addresses: failed || place.workload === "cold" ? [] : ["10.43.1.1"],
		nxdomain: !failed && place.workload === "cold",
		attempts,
	};
}

/** The resolutions of a run as they would come from the nodes' logs: chunk by chunk, from one node after the other. */
export function* largeRunChunks({ nodes, arms, pairs, durationMs }: LargeRun): Generator<Sample[]> {
	const perChunk = 60;
	const streams = nodes.map((node, index) => ({ node, index, random: createRandom(`large ${node}`) }));
	for (let first = 0; first < pairs; first += perChunk) {
		for (const { node, index, random } of streams) {
			const chunk: Sample[] = [];
			const loss = index % 20 === 0 ? 0.02 : 0.0005;
			for (let tuple = first; tuple < Math.min(pairs, first + perChunk); tuple++) {
				for (const workload of ["hot", "cold"] satisfies Workload[]) {
					const atMs = ((tuple + random.next()) * durationMs) / pairs;
					for (const [position, arm] of random.shuffle(arms).entries()) {
						const intendedMs = Math.round(1000 * (atMs + 50 * position)) / 1000;
						const isLocal = arm !== "direct" && workload === "hot";
						const link = isLocal ? { loss: 0, rttMs: 0.3 } : { loss, rttMs: 27 };
						chunk.push(resolution(random, { node, arm, workload, tuple, intendedMs }, link));
					}
				}
			}
			yield chunk;
		}
	}
}
