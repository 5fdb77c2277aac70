import { LocaldnsError } from "@localdns/core";
import { countExchanges } from "@localdns/core/dns";
import {
	type NamePlan,
	type ProbePlan,
	planWorkloads,
	shareRates,
	type WorkloadPlan,
} from "@localdns/core/measure";
import type { ClusterReport } from "@localdns/core/report";
import type { ClusterBenchSettings } from "../../cluster-bench-settings.ts";
import { metricsUrl } from "./cache-metrics.ts";
import { armsOn, type ChosenArms } from "./choose-arms.ts";
import type { ChosenNodes } from "./choose-nodes.ts";
import type { NamedService } from "./named-services.ts";
import type { BenchGround } from "./observe-bench.ts";

/** One pass over the hot names and ten seconds more, so that caches and dial times have settled. */
export const warmupMs = 10_000;
/** One stub timeout: what takes longer has failed for the application. */
export const deadlineMs = 5_000;
/** Replies that arrive together share a turn of the event loop, so the arms of a tuple are asked apart. */
export const gapMs = 50;
export const ndots = 5;

/** Names that IANA keeps for examples (RFC 2606), and its own: in the public DNS at all times. */
export const exampleNames = [
	"example.com",
	"example.org",
	"example.net",
	"iana.org",
	"www.example.com",
	"www.example.org",
	"www.example.net",
	"www.iana.org",
] as const;

export interface BenchPlanInput {
	/** Up to 20 of a-z and 0-9. */
	readonly run: string;
	readonly settings: ClusterBenchSettings;
	readonly ground: Pick<BenchGround, "domain" | "cache">;
	readonly nodes: ChosenNodes["measured"];
	readonly arms: ChosenArms;
	/** Of the workload `hot`. */
	readonly services: readonly NamedService[];
	/** Names outside the cluster. */
	readonly external: readonly string[];
	/** Of the probes. */
	readonly namespace: string;
}

/** What every probe of a run does. */
export interface BenchPlan {
	/** Those that have names to ask. */
	readonly workloads: readonly Pick<WorkloadPlan, "workload" | "rate">[];
	readonly search: readonly string[];
	readonly planFor: (node: string) => Omit<ProbePlan, "startAtMs">;
	/** A second, by the arms that are asked there. */
	readonly resolutionsOn: (node: string) => number;
	readonly load: ClusterReport["load"];
	/** Sentences: what was lowered or left out. */
	readonly notes: readonly string[];
}

/** Rates under the ceiling of a node, names, and the load that comes of it. @throws LocaldnsError LDNS333 */
export function planBench(input: BenchPlanInput): BenchPlan {
	const { run, settings, ground, nodes, arms, services, external, namespace } = input;
	const { rates, lowered } = shareRates(settings.rate, settings.workloads, arms.arms.length);
	// A baseline alone leaves those external names out that are the cache's in a run with both: else the two runs would
	// ask their control for different ones.
	const isAlone = arms.arms.length === 1 && external.length > 1;
	const dealtTo = isAlone ? ["direct", "cache"] : arms.arms.map(({ name }) => name);
	const search = [`${namespace}.svc.${ground.domain}`, `svc.${ground.domain}`, ground.domain];
	const workloadsOn = (place: string): WorkloadPlan[] =>
		planWorkloads({
			// A name that a neighbour has asked for before is no miss for the cluster DNS any more.
			runId: `${run}${place}`,
			arms: dealtTo,
			rates,
			services,
			fresh: [],
			external,
			podNamespace: namespace,
			stubProfile: settings.stubProfile,
			clusterDomain: ground.domain,
		});
	const common = workloadsOn("n0");
	const [first] = common;
	if (first === undefined)
		throw new LocaldnsError("LDNS333", "no workload has a name to ask", { hint: "localdns bench --help" });
	const numbers = new Map(nodes.map(({ name }, index) => [name, index]));
	const addresses = new Map(nodes.map(({ name, addresses: [address] }) => [name, address]));
	return {
		workloads: common,
		search,
		planFor: (node) => {
			const { cache } = ground;
			const metrics = arms.arms.some(({ way }) => way === "cache") ? cache?.metrics : undefined;
			const url = metrics === undefined ? undefined : metricsUrl(metrics, addresses.get(node));
			return {
				kind: "ProbePlan",
				node,
				seed: settings.seed + (numbers.get(node) ?? 0),
				warmupMs,
				durationMs: settings.durationMs,
				gapMs,
				deadlineMs,
				stubProfile: settings.stubProfile,
				allArms: arms.arms.map(({ name }) => name),
				arms: armsOn(arms, node).map(({ name, server }) => ({ arm: name, nameservers: [server] })),
				workloads: workloadsOn(`n${numbers.get(node) ?? 0}`),
				...(url === undefined || arms.withoutCache.has(node) ? {} : { cacheMetrics: url }),
			};
		},
		resolutionsOn: (node) => armsOn(arms, node).length * common.reduce((sum, { rate }) => sum + rate, 0),
		load: loadOf(common, input, search),
		notes: [
			...lowered.map(
				({ workload, from, to }) =>
					`${workload}: ${to}/s in place of ${from}/s, because a node is asked 50 times a second at most`,
			),
			...settings.workloads.flatMap((each) =>
				common.some(({ workload }) => workload === each)
					? []
					: `${each}: left out, there are not enough names for it`,
			),
		],
	};
}

/** The most that the run asks, without loss: what a cache answers does not reach the cluster DNS, and is counted all the same. */
function loadOf(
	workloads: readonly WorkloadPlan[],
	{ arms, nodes, services, ground, settings }: BenchPlanInput,
	search: readonly string[],
): ClusterReport["load"] {
	const exists = new Set(services.map(({ name, namespace }) => `${name}.${namespace}.svc.${ground.domain}.`));
	const costOf = ({ name, form }: NamePlan): number =>
		countExchanges(name, { search: [...search], ndots }, settings.stubProfile, (absolute) =>
			form === "external" ? absolute === `${name.replace(/\.$/, "")}.` : exists.has(absolute),
		);
	const meanCost = ({ names }: WorkloadPlan): number => {
		const all = Object.values(names).flat();
		return all.reduce((sum, name) => sum + costOf(name), 0) / all.length;
	};
	const perArm = workloads.reduce((sum, { rate }) => sum + rate, 0);
	const queriesPerArm = workloads.reduce((sum, workload) => sum + workload.rate * meanCost(workload), 0);
	const armsAsked = nodes.reduce((sum, { name }) => sum + armsOn(arms, name).length, 0);
	return {
		nodes: nodes.length,
		resolutionsPerNode: perArm * arms.arms.length,
		queriesPerNode: queriesPerArm * arms.arms.length,
		queriesToClusterDns: queriesPerArm * armsAsked,
	};
}
