import { LocaldnsError } from "../errors.ts";
import type { Engine } from "./engines.ts";
import { familyOf, type IpFamily } from "./ip-family.ts";
import { type Addresses, nodeAddresses } from "./node-addresses.ts";
import { allReverseZones, reverseZonesOf } from "./reverse-zones.ts";
import { checkStubs, type StubDomain, unusable } from "./stub-domain.ts";

/**
 * Which Corefile a node gets: ours for bad links, the Kubernetes add-on's, or that of the widely copied article
 * (docs/guides/profiles.md).
 */
export type ProfileName = "article" | "upstream" | "resilient";

/** How pods reach the cache: by a new nameserver from their kubelet, or by the cluster DNS address. */
export type Mode = "kubelet" | "intercept";

/**
 * Where metrics are served: on the node's own address (environment variable NODE_IP, from the downward API), which a
 * Prometheus can reach; on the cache's link-local address, which only this node can; or nowhere.
 */
export type Metrics = "node" | "local" | "off";

/** What the Corefile of a node is built from. */
export interface NodeCorefileSettings {
	readonly profile: ProfileName;
	readonly engine: Engine;
	/** @default the newest version tested with real servers */
	readonly engineVersion?: string;
	/** @default "kubelet" */
	readonly mode?: Mode;
	/**
	 * Families that pods are served in. A node-cache process serves one, so a Corefile for it cannot be `dual`
	 * (`nodeProcesses`).
	 * @default the family of clusterDns, else that of localAddress, else "ipv4"
	 */
	readonly ipFamily?: IpFamily;
	/**
	 * Address that the cache listens on, or one per family.
	 * @default "169.254.20.10" and "fd00:169:254:20::10", as the families are
	 */
	readonly localAddress?: Addresses;
	/**
	 * Address of the cluster DNS Service, or one per family. The first one is asked.
	 * @default "10.43.0.10" and "fd00:43::a", as the families are: those of K3s
	 */
	readonly clusterDns?: Addresses;
	/** @default "cluster.local" */
	readonly clusterDomain?: string;
	/**
	 * Who is asked for names outside the cluster. Default of `resilient`: the cluster DNS, so that
	 * NodeHosts and coredns-custom keep their say; of `upstream`: the node's resolv.conf; of `article`:
	 * 119.29.29.29.
	 */
	readonly externalUpstreams?: readonly string[];
	/**
	 * Networks of the cluster's pods and Services, such as 10.42.0.0/16 and 10.43.0.0/16. Reverse lookups in them are
	 * asked of the cluster DNS where other names are not; those of nodes, which NodeHosts answers, need the nodes'
	 * network here as well. The profile `article` reads none.
	 * @default every address
	 */
	readonly clusterCidrs?: readonly string[];
	/**
	 * Zones that are asked elsewhere than the names around them. The profile `article` takes none.
	 * @default none
	 */
	readonly stubDomains?: readonly StubDomain[];
	/** Read by `resilient` only, the others have their metrics where their source has them. @default "node" */
	readonly metrics?: Metrics;
	/** Port of the metrics. The profile `article` keeps its own. @default 9253 */
	readonly metricsPort?: number;
}

/** The same with every default filled in. */
export interface NodeCorefilePlan {
	readonly profile: ProfileName;
	readonly engine: Engine;
	readonly mode: Mode;
	readonly clusterDomain: string;
	readonly stubDomains: readonly StubDomain[];
	readonly metrics: Metrics;
	readonly metricsPort: number;
	readonly externalUpstreams: readonly string[] | undefined;
	/**
	 * Where names of no zone are asked: undefined for the profile's own choice, without upstreams for the cluster DNS.
	 */
	readonly rest: StubDomain | undefined;
	/** Zones of reverse lookups that the cluster DNS answers. */
	readonly reverseZones: readonly string[];
	/** Version of CoreDNS inside the engine. */
	readonly coreDns: string;
	/** The cache's own addresses, one per family. */
	readonly localAddresses: readonly string[];
	/** Where health and readiness are served, of a process with two families too: the first of its own addresses. */
	readonly healthAddress: string;
	/** Addresses to listen on: the local ones, in mode intercept the cluster DNS' too. */
	readonly listenOn: readonly string[];
	/**
	 * Where the cluster DNS is asked. One address even where it has two, since behind both are the same servers: a second
	 * one would only be tried in vain when they are out of reach. In mode intercept its own address is taken, so a second
	 * Service.
	 */
	readonly clusterUpstream: string;
}

/**
 * node-cache replaces this by the address of the Service that -upstreamsvc names, read from the pod's
 * environment.
 */
const upstreamServicePlaceholder = "__PILLAR__CLUSTER__DNS__";

/** @throws LocaldnsError LDNS407, LDNS460–LDNS462, LDNS464, LDNS482 */
export function planNodeCorefile(settings: NodeCorefileSettings, coreDns: string): NodeCorefilePlan {
	const { profile, engine, mode = "kubelet", metrics = "node", metricsPort = 9253 } = settings;
	const { clusterDomain = "cluster.local", externalUpstreams, stubDomains = [], clusterCidrs } = settings;
	if (mode === "intercept") checkIntercept(settings);
	const { local, clusterDns } = nodeAddresses(settings);
	if (profile === "article") checkArticle(local, stubDomains);
	if (engine === "node-cache" && local.length > 1) {
		throw new LocaldnsError("LDNS461", `node-cache cannot listen on ${local.join(" and ")} in one process`);
	}
	checkStubs(stubDomains, { clusterDomain, externalUpstreams });
	return {
		profile,
		engine,
		coreDns,
		mode,
		clusterDomain,
		externalUpstreams,
		stubDomains,
		rest:
			externalUpstreams === undefined
				? stubDomains.find(({ zone }) => zone === ".")
				: { zone: ".", upstreams: externalUpstreams },
		reverseZones: clusterCidrs === undefined ? allReverseZones : reverseZonesOf(clusterCidrs),
		metrics,
		metricsPort,
		localAddresses: local,
		healthAddress: local[0] as string,
		listenOn: mode === "kubelet" ? local : [...local, ...clusterDns],
		clusterUpstream: mode === "kubelet" ? (clusterDns[0] as string) : upstreamServicePlaceholder,
	};
}

/** The article was written for IPv4 and knows no further zones. */
function checkArticle(local: readonly string[], stubDomains: readonly StubDomain[]): void {
	if (local.some((address) => familyOf(address) !== "ipv4")) {
		throw new LocaldnsError("LDNS407", "profile article does not go with IPv6", {
			hint: "localdns render --profile article --ip-family ipv4",
		});
	}
	if (stubDomains.length > 0) throw unusable("profile article takes none");
}

/** CoreDNS fills in no placeholder, and the article knows the kubelet's way only. */
function checkIntercept({ engine, profile }: NodeCorefileSettings): void {
	if (engine === "node-cache" && profile !== "article") return;
	const what = engine === "node-cache" ? `profile ${profile}` : `engine ${engine}`;
	throw new LocaldnsError("LDNS407", `mode intercept does not go with ${what}`, {
		hint: `localdns render --mode kubelet ${engine === "node-cache" ? `--profile ${profile}` : `--engine ${engine}`}`,
	});
}
