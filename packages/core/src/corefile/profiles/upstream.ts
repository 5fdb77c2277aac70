import { type Corefile, type Plugin, plugin, type ServerBlock } from "../ast.ts";
import { endpoint } from "../endpoint.ts";
import type { NodeCorefilePlan } from "../node-corefile-settings.ts";
import { cache } from "../plugins/cache.ts";
import { forward } from "../plugins/forward.ts";

/**
 * The Corefile of the Kubernetes add-on (kubernetes/kubernetes:
 * cluster/addons/dns/nodelocaldns/nodelocaldns.yaml), with its placeholders filled in as its
 * instructions say.
 */
export function upstreamCorefile(plan: NodeCorefilePlan): Corefile {
	const block = (
		zone: string,
		cachePlugin: Plugin,
		forwardPlugin: Plugin,
		more: Plugin[] = [],
	): ServerBlock => ({
		comments: [],
		keys: [`${zone}:53`],
		plugins: [
			plugin("errors"),
			cachePlugin,
			plugin("reload"),
			plugin("loop"),
			plugin("bind", plan.listenOn),
			forwardPlugin,
			plugin("prometheus", [":9253"]),
			...more,
		],
	});
	const toCluster = forward({ from: ".", to: [plan.clusterUpstream], forceTcp: true });
	const clusterCache = cache({
		success: { capacity: 9984, ttlCapSeconds: 30 },
		denial: { capacity: 9984, ttlCapSeconds: 5 },
	});
	const plainCache = plugin("cache", [30]);
	return {
		blocks: [
			block(plan.clusterDomain, clusterCache, toCluster, [
				plugin("health", [endpoint(plan.localAddress, 8080)]),
			]),
			block("in-addr.arpa", plainCache, toCluster),
			block("ip6.arpa", plainCache, toCluster),
			block(".", plainCache, forward({ from: ".", to: plan.externalUpstreams ?? nodeResolvers(plan) })),
		],
	};
}

/** node-cache fills the add-on's placeholder from kube-dns' ConfigMap or else from /etc/resolv.conf. */
const nodeResolvers = ({ engine }: NodeCorefilePlan): string[] =>
	engine === "node-cache" ? ["__PILLAR__UPSTREAM__SERVERS__"] : ["/etc/resolv.conf"];
