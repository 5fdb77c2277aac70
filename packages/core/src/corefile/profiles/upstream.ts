import { type Corefile, type Plugin, plugin, type ServerBlock } from "../ast.ts";
import { endpoint } from "../endpoint.ts";
import type { NodeCorefilePlan } from "../node-corefile-settings.ts";
import { cache } from "../plugins/cache.ts";
import { forward } from "../plugins/forward.ts";
import { allReverseZones } from "../reverse-zones.ts";
import { planStubs, type StubDomain } from "../stub-domain.ts";

/**
 * The Corefile of the Kubernetes add-on (kubernetes/kubernetes:
 * cluster/addons/dns/nodelocaldns/nodelocaldns.yaml), with its placeholders filled in as its
 * instructions say.
 */
export function upstreamCorefile(plan: NodeCorefilePlan): Corefile {
	const block = (
		zones: readonly string[],
		cachePlugin: Plugin,
		forwardPlugin: Plugin,
		more: Plugin[] = [],
	): ServerBlock => ({
		comments: [],
		keys: zones.map((zone) => `${zone}:53`),
		plugins: [
			plugin("errors"),
			cachePlugin,
			plugin("reload"),
			plugin("loop"),
			plugin("bind", plan.listenOn),
			forwardPlugin,
			plugin("prometheus", [`:${plan.metricsPort}`]),
			...more,
		],
	});
	const toCluster = forward({ from: ".", to: [plan.clusterUpstream], forceTcp: true });
	const clusterCache = cache({
		success: { capacity: 9984, ttlCapSeconds: 30 },
		denial: { capacity: 9984, ttlCapSeconds: 5 },
	});
	const plainCache = plugin("cache", [30]);
	const rest: StubDomain = plan.rest ?? { zone: ".", upstreams: nodeResolvers(plan) };
	const stubs = planStubs(plan.stubDomains, [plan.clusterDomain, ...plan.reverseZones], rest);
	const reverse = plan.reverseZones.filter((zone) => stubs.direct.every((stub) => stub.zone !== zone));
	const asked = ({ upstreams, zone: _zone, ...how }: StubDomain): Plugin =>
		upstreams === undefined ? toCluster : forward({ from: ".", to: upstreams, ...how });
	return {
		blocks: [
			block([plan.clusterDomain], clusterCache, toCluster, [
				plugin("health", [endpoint(plan.healthAddress, 8080)]),
			]),
			...allReverseZones
				.map((tree) => reverse.filter((zone) => zone.endsWith(tree)))
				.filter(({ length }) => length > 0)
				.map((zones) => block(zones, plainCache, toCluster)),
			...(stubs.throughCluster.length === 0 ? [] : [block(stubs.throughCluster, plainCache, toCluster)]),
			...stubs.direct.map((stub) => block([stub.zone], plainCache, asked(stub))),
			block(["."], plainCache, asked(rest)),
		],
	};
}

/** node-cache fills the add-on's placeholder from kube-dns' ConfigMap or else from /etc/resolv.conf. */
const nodeResolvers = ({ engine }: NodeCorefilePlan): string[] =>
	engine === "node-cache" ? ["__PILLAR__UPSTREAM__SERVERS__"] : ["/etc/resolv.conf"];
