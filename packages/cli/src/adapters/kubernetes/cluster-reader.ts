import type { Cluster } from "../../ports/cluster.ts";
import { ApiClient } from "./api-client.ts";
import { clusterOver } from "./cluster-over.ts";
import type { ClusterConnection } from "./connection.ts";
import { loadKubeconfig } from "./kubeconfig.ts";

/** @throws LocaldnsError LDNS605 where no kubeconfig can be used; nothing is asked yet */
export function openCluster(connection: ClusterConnection): Cluster {
	const kubeconfig = loadKubeconfig(connection);
	const { server = "", proxyUrl } = kubeconfig.getCurrentCluster() ?? {};
	const access = {
		context: kubeconfig.getCurrentContext(),
		server,
		isProxied: proxyUrl !== undefined,
		authorize: (options: Parameters<typeof kubeconfig.applyToHTTPSOptions>[0]) =>
			kubeconfig.applyToHTTPSOptions(options),
	};
	return clusterOver(new ApiClient(access, connection));
}
