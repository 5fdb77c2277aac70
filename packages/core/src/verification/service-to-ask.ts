import type { ApiObject } from "../cluster/api-object.ts";
import { contentHash } from "../manifests/content-hash.ts";

/** A Service whose name a fresh pod can ask. */
export interface ServiceToAsk {
	readonly namespace: string;
	readonly name: string;
	/** Its cluster addresses, one per IP family; empty for a headless one, whose addresses are its pods'. */
	readonly addresses: readonly string[];
}

interface ServiceSpec {
	readonly type?: string;
	readonly clusterIP?: string;
	readonly clusterIPs?: readonly string[];
}

/** Reads a Service; undefined for an ExternalName, which is an alias for a name of someone else. */
export function readServiceToAsk(object: ApiObject): ServiceToAsk | undefined {
	const { type, clusterIP = "", clusterIPs = [clusterIP] } = (object as { spec?: ServiceSpec }).spec ?? {};
	const { name, namespace } = object.metadata ?? {};
	if (type === "ExternalName" || name === undefined || namespace === undefined) return undefined;
	return { namespace, name, addresses: clusterIPs.filter((each) => each !== "" && each !== "None") };
}

/**
 * Picks some Services, the same ones every time and none by its place in the alphabet: one of them headless where there
 * is any.
 */
export function sampleServices(services: readonly ServiceToAsk[], most: number): ServiceToAsk[] {
	const drawn = services
		.map((service) => ({ service, lot: contentHash(`${service.namespace}/${service.name}`) }))
		.toSorted((one, other) => (one.lot < other.lot ? -1 : 1))
		.map(({ service }) => service);
	const headless = drawn.find(({ addresses }) => addresses.length === 0);
	const first = headless === undefined ? [] : [headless];
	return [...first, ...drawn.filter((each) => each !== headless)].slice(0, most);
}
