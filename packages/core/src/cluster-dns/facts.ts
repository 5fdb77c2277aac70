import type { StubDomain } from "../corefile/stub-domain.ts";

/** Where something stands in the cluster's configuration. */
export interface Place {
	/** As CoreDNS' pod sees it: `/etc/coredns/Corefile`, `/etc/coredns/custom/corp.server`. */
	readonly file: string;
	/** From 1. */
	readonly line: number;
}

/** Servers that are asked, and how. */
export type Upstreams = Omit<StubDomain, "zone"> & Required<Pick<StubDomain, "upstreams">>;

/** A zone that the cluster DNS answers otherwise than the names around it. */
export interface ClusterZone {
	/** Lower case, without the final dot. */
	readonly zone: string;
	/** What answers it: `server block`, or a plugin's name. */
	readonly by: string;
	readonly at: Place;
	/** Servers that give the same answers; absent where only the cluster DNS can. */
	readonly direct?: Upstreams;
	/** Why only the cluster DNS can. */
	readonly because?: string;
}

/** Who answers the names of no zone. */
export type Rest =
	| { readonly kind: "upstreams"; readonly direct: Upstreams; readonly at: Place }
	/** The resolvers of the node that the cluster DNS runs on. */
	| { readonly kind: "node"; readonly at: Place }
	/** Only the cluster DNS itself gives these answers. */
	| { readonly kind: "cluster"; readonly because: string; readonly at: Place }
	/** Such names do not resolve. */
	| { readonly kind: "nobody" };

/** Something in the cluster's configuration that has no effect. */
export interface WithoutEffect {
	readonly text: string;
	readonly at: Place;
}

/** What a cluster DNS answers, and how it comes by its answers. */
export interface ClusterDnsFacts {
	/** Zones of Services and pods, the cluster's own domain first; empty without the kubernetes plugin. */
	readonly clusterDomains: readonly string[];
	/** Reverse zones that the kubernetes plugin answers. */
	readonly reverseZones: readonly string[];
	/** In the order of the configuration; each zone once for each thing that answers it. */
	readonly zones: readonly ClusterZone[];
	readonly rest: Rest;
	readonly withoutEffect: readonly WithoutEffect[];
}
