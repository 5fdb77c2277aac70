import type { Cluster } from "../../ports/cluster.ts";
import { ApiClient } from "./api-client.ts";
import { clusterOver } from "./cluster-over.ts";
import type { ClusterConnection } from "./connection.ts";
import { loadKubeconfig } from "./kubeconfig.ts";

/** @throws LocaldnsError LDNS605 where no kubeconfig can be used; nothing is asked yet */
export const openCluster = (connection: ClusterConnection): Cluster => clusterOver(openApi(connection));

/** Requests as the kubeconfig's user. @throws LocaldnsError LDNS605 */
export function openApi(connection: ClusterConnection): ApiClient {
	const kubeconfig = loadKubeconfig(connection);
	const { server = "", proxyUrl } = kubeconfig.getCurrentCluster() ?? {};
	const access = {
		context: kubeconfig.getCurrentContext(),
		server,
		isProxied: proxyUrl !== undefined,
		authorize: (options: Parameters<typeof kubeconfig.applyToHTTPSOptions>[0]) =>
			kubeconfig.applyToHTTPSOptions(options),
	};
	return new ApiClient(access, connection);
}
