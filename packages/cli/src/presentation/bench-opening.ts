import { nodeConfigNamespace } from "@localdns/core/manifests";
import { type ClusterReport, languages } from "@localdns/core/report";
import { printable } from "./printable.ts";

/** What a bench in a cluster has found and is going to do. */
export interface OpeningFacts {
	readonly arms: {
		readonly arms: readonly {
			readonly name: string;
			readonly way: "direct" | "cache";
			readonly server: string;
		}[];
		/** Nodes on which the cluster DNS alone is asked. */
		readonly withoutCache: Iterable<string>;
	};
	/** Services that are asked again and again. */
	readonly chosen: readonly { readonly name: string; readonly namespace: string }[];
	readonly plan: { readonly notes: readonly string[] };
	readonly cluster: ClusterReport;
	readonly nodes: { readonly missing: readonly { readonly node: string; readonly reason: string }[] };
	readonly namespace: string;
}

/**
 * What a bench in a cluster is about to do, before it begins: a fact to a line.
 *
 * @param watchesLinks whether a second pod on each node watches its tailscaled
 */
export function benchOpening(
	{ arms, chosen, plan, cluster, nodes, namespace }: OpeningFacts,
	watchesLinks: boolean,
): string {
	const lines = [
		armsLine(arms.arms, cluster),
		...(cluster.cache === null
			? ["baseline only: no cache is installed; --stage puts one there for the time of a trial"]
			: []),
		...(chosen.length === 0
			? []
			: [`hot names: ${listed(chosen.map((service) => `${service.name}.${service.namespace}`))}`]),
		...nodes.missing.map(({ node, reason }) => `${node} is not measured: ${reason}`),
		...[...arms.withoutCache].map((node) => `${node} has no ready cache: it asks the cluster DNS alone`),
		...plan.notes,
		loadText(cluster),
		madeText(namespace, cluster, watchesLinks),
	];
	return lines.map((line) => `${printable(line)}\n`).join("");
}

function madeText(namespace: string, { cache }: ClusterReport, watchesLinks: boolean): string {
	const made = [
		`a pod on each node, in namespace ${namespace}`,
		...(watchesLinks ? [`another one, in the privileged namespace ${nodeConfigNamespace}`] : []),
		...(cache?.staged === true ? ["the staged cache"] : []),
	];
	return `in the cluster: ${made.join("; ")}. What was not there before is removed afterwards; no kubelet is changed`;
}

function armsLine(arms: OpeningFacts["arms"]["arms"], { cache, clusterDnsNodes }: ClusterReport): string {
	const whom = arms.map(({ name, way, server }) =>
		way === "direct"
			? `${name} ${server} (cluster DNS on ${clusterDnsNodes.length === 0 ? "no node" : listed(clusterDnsNodes)})`
			: `${name} ${server} (${cache?.image ?? "the cache"})`,
	);
	return `asks: ${whom.join(", ")}`;
}

/** The most that the bench adds to what the cluster does anyway. */
function loadText({ load }: Pick<ClusterReport, "load">): string {
	const { nodes, resolutionsPerNode, queriesPerNode, queriesToClusterDns } = load;
	return languages.en.table.load(
		rate(resolutionsPerNode),
		nodes,
		rate(queriesPerNode),
		rate(queriesToClusterDns),
	);
}

/** Of what a bench asks, per second. */
export const rate = (perSecond: number): string =>
	perSecond < 10 ? String(Number(perSecond.toFixed(1))) : String(Math.round(perSecond));

const listed = (words: readonly string[]): string =>
	words.length <= 8 ? words.join(", ") : `${words.slice(0, 8).join(", ")} and ${words.length - 8} more`;
