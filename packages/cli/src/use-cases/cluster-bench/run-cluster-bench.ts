import { cacheUse, known } from "@localdns/core/cluster";
import type { ProbeImage } from "@localdns/core/manifests";
import type { Sample } from "@localdns/core/measure";
import type { MeasuredNode, RunMark } from "@localdns/core/report";
import type { Cluster } from "../../ports/cluster.ts";
import type { BenchReporter } from "../../progress/bench-event.ts";
import type { Spool } from "../../spool.ts";
import type { NodeMeasurement } from "../measure-nodes/contract.ts";
import { measureNodes } from "../measure-nodes/measure-nodes.ts";
import { pathTargets } from "../path-targets.ts";
import { type WatchedLinks, watchLinks } from "../watch-links/watch-links.ts";
import { type AssembledRun, assembleClusterRun, type ClusterMeasurement } from "./assemble-cluster-run.ts";
import { nameTruth } from "./name-truth.ts";
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

/** Before and after the measured part, at most: images are pulled, pods start, logs are read. */
const aroundMs = 600_000;

/**
 * Measures on the nodes, and judges what came of it.
 *
 * @returns undefined when it was interrupted before anything was measured
 * @throws LocaldnsError LDNS325, LDNS463, LDNS601–LDNS607, LDNS706
 */
export async function runClusterBench(
	bench: PreparedBench,
	{ cluster, patient, image, linkProgram, spool, report, interrupt }: ClusterBenchPorts,
): Promise<AssembledRun | undefined> {
	const { run, settings, nodes, namespace, plan, arms, chosen, ground } = bench;
	let spooled = Promise.resolve();
	const onSamples = (_: string, samples: readonly Sample[]): void => {
		spooled = spooled.then(() => spool.add(samples));
		// What cannot be kept is told when everything is awaited.
		spooled.catch(() => {});
		for (const { intendedMs, arm, outcome } of samples)
			if (intendedMs >= 0) report({ type: "resolution", arm, failed: outcome !== "ok" });
	};
	const names = nodes.measured.map(({ name }) => name);
	const watch =
		linkProgram === undefined
			? undefined
			: watchLinks(cluster, {
					...{ run, program: linkProgram, images: image.images ?? {}, nodes: names },
					targets: pathTargets({
						nodes: known(ground.nodes),
						clusterDns: { endpoints: known(ground.endpoints) },
					}),
					longestMs: settings.durationMs + aroundMs,
					...{ signal: interrupt, onEvent: report },
				});
	try {
		await watch?.ready;
		const measurement = await measureNodes(
			cluster,
			{
				...{ run, namespace, image, nodes: names },
				resolver: { nameservers: [arms.arms[0]?.server ?? ground.direct], searches: plan.search, ndots },
				planFor: plan.planFor,
			},
			{ onSamples, onEvent: report, interrupt },
		);
		const atMs = measurement.measuredAtMs;
		const links = await watch?.stop({ atMs, durationMs: settings.durationMs });
		await spooled;
		report({ type: "phase", text: "compare names with what they were worth at the begin" });
		const truth = nameTruth(chosen, await readNamedServices(patient), ground.domain);
		report({ type: "phase", text: "analyse" });
		return await assembleClusterRun({
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
	} finally {
		await watch?.stop();
	}
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
