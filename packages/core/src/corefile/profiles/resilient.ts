import { type Corefile, type Plugin, plugin, type ServerBlock } from "../ast.ts";
import { endpoint } from "../endpoint.ts";
import { atLeast } from "../engines.ts";
import type { NodeCorefilePlan } from "../node-corefile-settings.ts";
import { bufsize } from "../plugins/bufsize.ts";
import { cache, type ServeStale } from "../plugins/cache.ts";
import { forward } from "../plugins/forward.ts";
import { planStubs, type StubDomain } from "../stub-domain.ts";

/**
 * What this project can prove best on a lossy link with outages; the choice of every line and the
 * figures behind it are in docs/decisions/0004-profile-resilient.md.
 */
export function resilientCorefile(plan: NodeCorefilePlan): Corefile {
	const { rest } = plan;
	const stubs = planStubs(plan.stubDomains, [plan.clusterDomain, ...plan.reverseZones], rest);
	const direct = stubs.direct.map((stub) => externalBlock(plan, stub));
	if (rest?.upstreams === undefined) {
		const apart = [...stubs.own, ...stubs.throughCluster];
		return { blocks: [...zonesThroughCluster(plan, apart), ...direct, clusterBlock(plan, ["."], true)] };
	}
	return {
		blocks: [
			clusterBlock(plan, stubs.own, true),
			...zonesThroughCluster(plan, stubs.throughCluster),
			...direct,
			externalBlock(plan, rest),
		],
	};
}

/**
 * Far above what waits in an outage under 200 queries a second, so that nothing is refused there; low
 * enough that more than that cannot fill the pod's memory.
 */
const maxConcurrent = 3000;

/** Names that the cluster DNS is asked for. */
const clusterBlock = (
	plan: NodeCorefilePlan,
	zones: readonly string[],
	withEndpoints: boolean,
): ServerBlock => ({
	comments: [],
	keys: zones.map((zone) => `${zone}:53`),
	plugins: [
		...shared(plan),
		forward({ from: ".", to: [plan.clusterUpstream], forceTcp: true, maxFails: 0, maxConcurrent }),
		...metrics(plan),
		...(withEndpoints ? health(plan) : []),
	],
});

/** One block, so that however many names of hosts there are, they share one cache. */
const zonesThroughCluster = (plan: NodeCorefilePlan, zones: readonly string[]): ServerBlock[] =>
	zones.length === 0 ? [] : [clusterBlock(plan, zones, false)];

/** Names that are asked elsewhere, over UDP and so with answers that need no fragments. */
const externalBlock = (
	plan: NodeCorefilePlan,
	{ zone, upstreams = [], ...how }: StubDomain,
): ServerBlock => ({
	comments: [],
	keys: [`${zone}:53`],
	plugins: [
		...shared(plan),
		bufsize(1232),
		forward({ from: ".", to: upstreams, ...how, maxFails: 0, maxConcurrent }),
		...metrics(plan),
	],
});

const shared = (plan: NodeCorefilePlan): Plugin[] => [
	plugin("errors", [], [["consolidate", "30s", ".* i/o timeout$", "warning"]]),
	plugin("loop"),
	plugin("bind", plan.listenOn),
	cache({
		success: { capacity: 9984, ttlCapSeconds: 3600, ttlFloorSeconds: 1 },
		denial: { capacity: 9984, ttlCapSeconds: 5, ttlFloorSeconds: 1 },
		servfailMs: 0,
		prefetch: { amount: 1, gapMs: 60_000, percentage: 10 },
		serveStale: serveStale(plan),
	}),
];

/** Longer than one round trip of the reference link and one repeated TCP segment. */
const verifyTimeoutMs = 350;

/** Asking first is better, but bounded only since 1.14.4: before, an outage costs each answer seconds. */
const serveStale = ({ coreDns }: NodeCorefilePlan): ServeStale =>
	atLeast(coreDns, "1.14.4")
		? { forMs: 3_600_000, mode: "verify", timeoutMs: verifyTimeoutMs }
		: { forMs: 3_600_000, mode: "immediate" };

/** CoreDNS takes the brackets with IPv4 as well, and the family of a node's address is not known here. */
function metrics({ metrics, metricsPort, healthAddress }: NodeCorefilePlan): Plugin[] {
	if (metrics === "off") return [];
	const at = metrics === "local" ? endpoint(healthAddress, metricsPort) : `[{$NODE_IP}]:${metricsPort}`;
	return [plugin("prometheus", [at])];
}

const health = ({ engine, healthAddress }: NodeCorefilePlan): Plugin[] => [
	plugin("health", [endpoint(healthAddress, 8080)]),
	...(engine === "coredns" ? [plugin("ready", [endpoint(healthAddress, 8181)])] : []),
];
