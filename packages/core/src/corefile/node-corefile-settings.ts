import { LocaldnsError } from "../errors.ts";
import type { Engine } from "./engines.ts";
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
	/** Address that the cache listens on. @default "169.254.20.10" */
	readonly localAddress?: string;
	/** Address of the cluster DNS Service. @default "10.43.0.10", that of K3s */
	readonly clusterDns?: string;
	/** @default "cluster.local" */
	readonly clusterDomain?: string;
	/**
	 * Who is asked for names outside the cluster. Default of `resilient`: the cluster DNS, so that
	 * NodeHosts and coredns-custom keep their say; of `upstream`: the node's resolv.conf; of `article`:
	 * 119.29.29.29.
	 */
	readonly externalUpstreams?: readonly string[];
	/**
	 * Zones that are asked elsewhere than the names around them. The profile `article` takes none.
	 * @default none
	 */
	readonly stubDomains?: readonly StubDomain[];
	/** Read by `resilient` only, the others have their metrics where their source has them. @default "node" */
	readonly metrics?: Metrics;
}

/** The same with every default filled in. */
export interface NodeCorefilePlan
	extends Required<Omit<NodeCorefileSettings, "externalUpstreams" | "engineVersion">> {
	readonly externalUpstreams: readonly string[] | undefined;
	/**
	 * Where names of no zone are asked: undefined for the profile's own choice, without upstreams for the cluster DNS.
	 */
	readonly rest: StubDomain | undefined;
	/** Version of CoreDNS inside the engine. */
	readonly coreDns: string;
	/** Addresses to listen on: the local one, in mode intercept the cluster DNS' too. */
	readonly listenOn: readonly string[];
	/** Where the cluster DNS is asked: in mode intercept its own address is taken, so a second Service. */
	readonly clusterUpstream: string;
}

/**
 * node-cache replaces this by the address of the Service that -upstreamsvc names, read from the pod's
 * environment.
 */
const upstreamServicePlaceholder = "__PILLAR__CLUSTER__DNS__";

/** @throws LocaldnsError LDNS407, LDNS482 */
export function planNodeCorefile(settings: NodeCorefileSettings, coreDns: string): NodeCorefilePlan {
	const { mode = "kubelet", localAddress = "169.254.20.10", clusterDns = "10.43.0.10" } = settings;
	if (mode === "intercept") checkIntercept(settings);
	const { clusterDomain = "cluster.local", externalUpstreams, stubDomains = [] } = settings;
	checkStubs(stubDomains, { clusterDomain, externalUpstreams });
	if (settings.profile === "article" && stubDomains.length > 0) throw unusable("profile article takes none");
	return {
		profile: settings.profile,
		engine: settings.engine,
		coreDns,
		mode,
		localAddress,
		clusterDns,
		clusterDomain,
		externalUpstreams,
		stubDomains,
		rest:
			externalUpstreams === undefined
				? stubDomains.find(({ zone }) => zone === ".")
				: { zone: ".", upstreams: externalUpstreams },
		metrics: settings.metrics ?? "node",
		listenOn: mode === "kubelet" ? [localAddress] : [localAddress, clusterDns],
		clusterUpstream: mode === "kubelet" ? clusterDns : upstreamServicePlaceholder,
	};
}

/** CoreDNS fills in no placeholder, and the article knows the kubelet's way only. */
function checkIntercept({ engine, profile }: NodeCorefileSettings): void {
	if (engine === "node-cache" && profile !== "article") return;
	const what = engine === "node-cache" ? `profile ${profile}` : `engine ${engine}`;
	throw new LocaldnsError("LDNS407", `mode intercept does not go with ${what}`);
}
