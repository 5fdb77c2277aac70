import { LocaldnsError } from "../errors.ts";

/** A zone whose names are not asked where all others are. */
export interface StubDomain {
	/** Lower case, without the final dot; `.` stands for every name that no other zone holds. */
	readonly zone: string;
	/**
	 * 1–15 upstreams, as `forward` takes them.
	 * @default the cluster DNS, which may know the zone from its own Corefile, from NodeHosts or from coredns-custom
	 */
	readonly upstreams?: readonly string[];
	/** Ask the upstreams over TCP whatever the client used. @default false */
	readonly forceTcp?: boolean;
	/** How one of several upstreams is chosen. @default "random", CoreDNS' own */
	readonly policy?: "random" | "round_robin" | "sequential";
}

/** What the zones of a node's Corefile come to, once those are left out that change nothing. */
export interface StubPlan {
	/** Zones of the cluster itself that need a server block of their own. */
	readonly own: readonly string[];
	/** Further zones that the cluster DNS is asked for; one server block serves them all. */
	readonly throughCluster: readonly string[];
	/** Zones with upstreams of their own. */
	readonly direct: readonly StubDomain[];
}

/**
 * Leaves out each zone whose next wider one is asked at the same place, because a server block more is a cache more.
 * Zones of the cluster stay, unless all other names go to the cluster DNS as well.
 *
 * @param own zones that the cluster answers itself
 * @param rest where all other names are asked; undefined for the cluster DNS
 */
export function planStubs(
	stubs: readonly StubDomain[],
	own: readonly string[],
	rest: Pick<StubDomain, "upstreams"> | undefined,
): StubPlan {
	const targets = new Map<string, StubDomain>([
		[".", { ...rest, zone: "." }],
		...own.map((zone) => [zone, { zone }] as const),
		...stubs.filter(({ zone }) => zone !== ".").map((stub) => [stub.zone, stub] as const),
	]);
	const needed = [...targets.values()].filter(({ zone }) => {
		if (zone === ".") return false;
		if (own.includes(zone) && rest?.upstreams !== undefined) return true;
		return place(nextWider(zone, targets)) !== place(targets.get(zone));
	});
	const throughCluster = needed.filter(({ upstreams }) => upstreams === undefined).map(({ zone }) => zone);
	return {
		own: throughCluster.filter((zone) => own.includes(zone)),
		throughCluster: throughCluster.filter((zone) => !own.includes(zone)),
		direct: needed.filter(({ upstreams }) => upstreams !== undefined),
	};
}

/** The longest zone of the map that holds this one; CoreDNS chooses the same way. */
function nextWider<T>(zone: string, zones: ReadonlyMap<string, T>): T | undefined {
	for (let dot = zone.indexOf("."); dot !== -1; dot = zone.indexOf(".", dot + 1)) {
		const wider = zones.get(zone.slice(dot + 1));
		if (wider !== undefined) return wider;
	}
	return zones.get(".");
}

/** Two zones are asked at the same place when this is the same. */
const place = (stub: StubDomain | undefined): string =>
	stub?.upstreams === undefined
		? "the cluster DNS"
		: JSON.stringify([stub.upstreams, stub.forceTcp ?? false, stub.policy ?? "random"]);

/** @throws LocaldnsError LDNS482 */
export function checkStubs(
	stubs: readonly StubDomain[],
	{ clusterDomain, externalUpstreams }: { clusterDomain: string; externalUpstreams?: unknown },
): void {
	const seen = new Set<string>();
	for (const { zone, upstreams } of stubs) {
		if (seen.has(zone)) throw unusable(`zone ${zone} is there twice`);
		seen.add(zone);
		if (zone === clusterDomain && upstreams !== undefined) {
			throw unusable(`zone ${zone} is the cluster's own, and only the cluster DNS knows it`);
		}
		if (zone === "." && externalUpstreams !== undefined) {
			throw unusable("zone . and externalUpstreams both say where all other names are asked");
		}
	}
}

export const unusable = (what: string): LocaldnsError => new LocaldnsError("LDNS482", `stubDomains: ${what}`);
