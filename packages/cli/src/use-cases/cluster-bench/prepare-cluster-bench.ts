import type { BenchNames } from "@localdns/core/config";
import type { ClusterReport } from "@localdns/core/report";
import type { ClusterBenchSettings } from "../../cluster-bench-settings.ts";
import { type ChosenArms, chooseArms } from "./choose-arms.ts";
import type { ChosenNodes } from "./choose-nodes.ts";
import { chooseServices } from "./choose-services.ts";
import type { NamedService } from "./named-services.ts";
import type { BenchGround } from "./observe-bench.ts";
import { type BenchPlan, exampleNames, planBench } from "./plan-bench.ts";

export interface ClusterBenchInput {
	/** Up to 12 of a-z and 0-9. */
	readonly run: string;
	readonly settings: ClusterBenchSettings;
	readonly names: BenchNames;
	/** Of the kubeconfig. */
	readonly context: string;
	readonly ground: BenchGround;
	/** All of the cluster, as they are now. */
	readonly services: readonly NamedService[];
	readonly nodes: ChosenNodes;
	/** Of the probes. */
	readonly namespace: string;
	readonly cacheNamespace: string;
	/** Whether the cache is there for this run alone. */
	readonly isStaged: boolean;
}

/** A run that can begin. */
export interface PreparedBench extends Omit<ClusterBenchInput, "services"> {
	readonly arms: ChosenArms;
	/** Those that are asked. */
	readonly chosen: readonly NamedService[];
	readonly plan: BenchPlan;
	readonly cluster: ClusterReport;
}

/** Decides whom to ask for what from where. @throws LocaldnsError LDNS331–LDNS333 */
export function prepareClusterBench({ services, ...input }: ClusterBenchInput): PreparedBench {
	const { run, settings, names, ground, nodes, namespace, cacheNamespace, isStaged } = input;
	const { measured } = nodes;
	const arms = chooseArms(
		settings.arms,
		ground,
		measured.map(({ name }) => name),
	);
	const chosen = settings.workloads.includes("hot")
		? chooseServices(services, {
				names,
				rate: settings.rate,
				ttlSeconds: ground.serviceTtlSeconds,
				stubProfile: settings.stubProfile,
				seed: settings.seed,
			})
		: [];
	const external = names.external.length > 0 ? names.external : exampleNames;
	const plan = planBench({
		...{ run, settings, ground, arms, external, namespace },
		nodes: measured,
		services: chosen,
	});
	const { cache, endpoints } = ground;
	return {
		...input,
		...{ arms, chosen, plan },
		cluster: {
			context: input.context,
			uid: ground.clusterUid,
			serverVersion: ground.serverVersion,
			domain: ground.domain,
			clusterDns: ground.direct,
			clusterDnsNodes: [
				...new Set(endpoints.flatMap(({ node, isReady }) => (isReady && node !== undefined ? node : []))),
			].toSorted(),
			cache:
				cache === null
					? null
					: {
							mode: cache.mode,
							image: cache.image,
							address: cache.address,
							namespace: cacheNamespace,
							staged: isStaged,
						},
			load: plan.load,
		},
	};
}
