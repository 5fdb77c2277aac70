import { LocaldnsError } from "@localdns/core";
import { cacheUse, known } from "@localdns/core/cluster";
import type { ProbeImage } from "@localdns/core/manifests";
import type { Sample } from "@localdns/core/measure";
import type { MeasuredNode, RunMark } from "@localdns/core/report";
import type { Cluster } from "../../ports/cluster.ts";
import type { BenchReporter } from "../../progress/bench-event.ts";
import type { Spool } from "../../spool.ts";
import type { NodeMeasurement, NodeOutcome } from "../measure-nodes/contract.ts";
import { measureNodes } from "../measure-nodes/measure-nodes.ts";
import { pathTargets } from "../path-targets.ts";
import { type WatchedLinks, watchLinks } from "../watch-links/watch-links.ts";
import { type AssembledRun, assembleClusterRun, type ClusterMeasurement } from "./assemble-cluster-run.ts";
import { type NameTruth, nameTruth, unknownTruth } from "./name-truth.ts";
import { readNamedServices } from "./named-services.ts";
import { ndots } from "./plan-bench.ts";
import type { PreparedBench } from "./prepare-cluster-bench.ts";

export interface ClusterBenchPorts {
	/** As it is. */
	readonly cluster: Cluster;
	/** Asks again while the API server is away. */
	readonly patient: Cluster;
	readonly image: ProbeImage;
	/** dist/node-facts.mjs, where the links are watched as well. */
	readonly linkProgram: string | undefined;
	/** Where samples wait until all are there. */
	readonly spool: Spool;
	readonly report: BenchReporter;
	/** Aborted: what was measured so far is judged. */
	readonly interrupt: AbortSignal;
}

/** A run that may not have come to its end. */
export interface BenchedRun extends AssembledRun {
	/** What ended it that was not Ctrl-C. */
	readonly cutOffBy?: LocaldnsError;
}

/** Before and after the measured part, at most: images are pulled, pods start, logs are read. */
const aroundMs = 600_000;

/**
 * Measures on the nodes, and judges what came of it, also where it was cut off.
 *
 * @returns undefined when it was interrupted before anything was measured
 * @throws LocaldnsError LDNS325, LDNS463, LDNS601–LDNS607, LDNS706
 */
export async function runClusterBench(
	bench: PreparedBench,
	{ cluster, patient, image, linkProgram, spool, report, interrupt }: ClusterBenchPorts,
): Promise<BenchedRun | undefined> {
	const { run, settings, nodes, namespace, plan, arms, ground } = bench;
	let spooled = Promise.resolve();
	/** Nothing more can be kept, so nothing more need be measured. */
	const full = new AbortController();
	const orFull = async (work: () => Promise<void>): Promise<void> => {
		if (full.signal.aborted) return;
		await work().catch((error: unknown) => {
			report({ type: "note", text: `${messageOf(error)}: nothing more can be kept` });
			full.abort(error);
		});
	};
	const onSamples = (_: string, samples: readonly Sample[]): void => {
		spooled = spooled.then(() => orFull(() => spool.add(samples)));
		for (const { intendedMs, arm, outcome } of samples)
			if (intendedMs >= 0) report({ type: "resolution", arm, failed: outcome !== "ok" });
	};
	const names = nodes.measured.map(({ name }) => name);
	const watch =
		linkProgram === undefined
			? undefined
			: watchLinks(
					{ cluster, patient },
					{
						...{
							run,
							benchNamespace: namespace,
							program: linkProgram,
							images: image.images ?? {},
							nodes: names,
						},
						targets: pathTargets({
							nodes: known(ground.nodes),
							clusterDns: { endpoints: known(ground.endpoints) },
						}),
						longestMs: settings.durationMs + aroundMs,
						...{ signal: interrupt, onEvent: report },
					},
				);
	try {
		await watch?.ready;
		const measured = await measureNodes(
			{ cluster, patient },
			{
				...{ run, namespace, image, nodes: names },
				resolver: { nameservers: [arms.arms[0]?.server ?? ground.direct], searches: plan.search, ndots },
				planFor: plan.planFor,
			},
			{ onSamples, onEvent: report, interrupt: AbortSignal.any([interrupt, full.signal]) },
		);
		const atMs = measured.measuredAtMs;
		const links = await watch?.stop({ atMs, durationMs: settings.durationMs });
		await spooled;
		await orFull(() => spool.flush());
		const notKept = full.signal.reason as LocaldnsError | undefined;
		const measurement = notKept === undefined ? measured : await withoutLost(measured, spool, notKept);
		const { cutOffBy } = measurement;
		report({ type: "phase", text: "compare names with what they were worth at the begin" });
		const truth = await truthAtEnd(patient, bench);
		report({ type: "phase", text: "analyse" });
		const assembled = await assembleClusterRun({
			...bench,
			...{ measurement, names: truth },
			...besideDns(
				names,
				measurement,
				links,
				arms.arms.some(({ way }) => way === "cache"),
			),
			samples: () => spool.samples(),
		});
		if (cutOffBy === undefined) return assembled;
		if (assembled === undefined) throw cutOffBy;
		return { ...assembled, cutOffBy };
	} finally {
		await watch?.stop();
	}
}

/** How it would have ended where each probe had said no more than what was kept. */
async function withoutLost(
	measured: NodeMeasurement,
	spool: Spool,
	cutOffBy: LocaldnsError,
): Promise<NodeMeasurement> {
	const reached = new Map<string, number>();
	for await (const { node, intendedMs } of spool.samples())
		reached.set(node, Math.max(intendedMs, reached.get(node) ?? intendedMs));
	const lost = `what it saw later was not kept: ${cutOffBy.message}`;
	const nodes = [...measured.nodes].map(([node, outcome]): [string, NodeOutcome] => {
		const reachedMs = reached.get(node);
		if (outcome.state === "missing") return [node, outcome];
		if (reachedMs === undefined) return [node, { state: "missing", reason: lost }];
		return [node, { ...outcome, state: "partial", reachedMs, missing: [...outcome.missing, lost] }];
	});
	return { ...measured, nodes: new Map(nodes), cutOffBy };
}

/** What was measured is not lost to what cannot be looked up afterwards. */
async function truthAtEnd(cluster: Cluster, { chosen, ground }: PreparedBench): Promise<NameTruth> {
	try {
		return nameTruth(chosen, await readNamedServices(cluster), ground.domain);
	} catch (error) {
		return unknownTruth(messageOf(error));
	}
}

/** @throws what is no error of the user's or of the cluster */
function messageOf(error: unknown): string {
	if (error instanceof LocaldnsError) return error.message;
	throw error;
}

/** What was seen of links and caches, by node, and when something happened there. */
function besideDns(
	names: readonly string[],
	measurement: NodeMeasurement,
	links: WatchedLinks | undefined,
	hasCache: boolean,
): Pick<ClusterMeasurement, "beside" | "marks"> {
	const marks: RunMark[] = [...(links?.marks ?? [])];
	const beside = new Map(
		names.map((node): [string, Pick<MeasuredNode, "link" | "cache">] => {
			const link = links?.links.get(node);
			const outcome = measurement.nodes.get(node);
			const counters = outcome?.state === "missing" ? undefined : outcome?.summary?.cacheCounters;
			const use = !hasCache || counters === undefined ? undefined : cacheUse(node, counters);
			if (use !== undefined) marks.push(...use.marks);
			return [
				node,
				{
					...(link === undefined ? {} : { link }),
					...(use === undefined ? {} : { cache: use.cache }),
				},
			];
		}),
	);
	return { beside, marks };
}
