import type { Cluster } from "../ports/cluster.ts";

/** Which cluster a command asks, and as whom: `program/cluster-options.ts`. */
export interface ClusterFlags {
	readonly kubeconfig?: string | undefined;
	readonly context?: string | undefined;
	readonly as?: string | undefined;
	readonly asGroup?: readonly string[] | undefined;
	/** ms, for one request. */
	readonly requestTimeout: number;
}

/**
 * The Kubernetes client is loaded here and not before: what is refused for its flags does not wait for it.
 *
 * @throws LocaldnsError LDNS605 where no kubeconfig can be used; nothing is asked yet
 */
export async function clusterOf(flags: ClusterFlags): Promise<Cluster> {
	const { openCluster } = await import("../adapters/kubernetes/cluster-reader.ts");
	return openCluster({
		kubeconfig: flags.kubeconfig,
		context: flags.context,
		asUser: flags.as,
		asGroups: flags.asGroup,
		requestTimeoutMs: flags.requestTimeout,
	});
}
