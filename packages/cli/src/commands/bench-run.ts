import { LocaldnsError } from "@localdns/core";
import type { BenchClusterOptions } from "./bench-cluster-flags.ts";
import type { BenchLabOptions } from "./bench-lab.ts";

type BenchRunOptions = BenchLabOptions & BenchClusterOptions & { readonly lab?: true | undefined };

/** Flags that mean something in one of the two places only, as they are written. */
const ofLab = {
	link: "--link",
	blackout: "--blackout",
	like: "--like",
	likeNode: "--like-node",
	coredns: "--coredns",
	overlay: "--overlay",
} as const;
const ofCluster = {
	thorough: "--thorough",
	workloads: "--workloads",
	names: "--names",
	nodes: "--nodes",
	namespace: "--namespace",
	cacheNamespace: "--cache-namespace",
	stage: "--stage",
	file: "--file",
	profile: "--profile",
	mode: "--mode",
	engine: "--engine",
	linkInfo: "--link-info",
	nodeImage: "--node-image",
	probeImage: "--probe-image",
	yes: "--yes",
	kubeconfig: "--kubeconfig",
	context: "--context",
	as: "--as",
	asGroup: "--as-group",
} as const;

/** `bench`: in the cluster of the kubeconfig, or with `--lab` on this machine. @throws LocaldnsError LDNS101 */
export async function benchRun(options: BenchRunOptions): Promise<number> {
	const misplaced = options.lab === true ? given(ofCluster, options) : given(ofLab, options);
	if (misplaced !== undefined) {
		throw new LocaldnsError(
			"LDNS101",
			options.lab === true
				? `bench: ${misplaced} is for a cluster and does not go with --lab`
				: `bench: ${misplaced} is for the lab; allowed is bench --lab ${misplaced}`,
			{ hint: "localdns bench --help" },
		);
	}
	if (options.lab === true) {
		const { benchLab } = await import("./bench-lab.ts");
		return await benchLab(options);
	}
	const { benchCluster } = await import("./bench-cluster.ts");
	return await benchCluster(options);
}

const given = <K extends keyof BenchRunOptions>(
	flags: Readonly<Record<K, string>>,
	options: BenchRunOptions,
): string | undefined =>
	(Object.keys(flags) as K[]).flatMap((key) => (options[key] === undefined ? [] : flags[key]))[0];
