import type { ApiObject } from "./api-object.ts";

/** A Service, as far as DNS is concerned. */
export interface ClusterService {
	/** One per IP family; empty for a headless one. */
	readonly addresses: readonly string[];
	readonly ports: readonly { readonly port: number; readonly protocol: string }[];
}

interface ServiceObject {
	readonly spec?: {
		readonly clusterIP?: string;
		readonly clusterIPs?: readonly string[];
		readonly ports?: readonly { readonly port?: number; readonly protocol?: string }[];
	};
}

/** Reads a Service. */
export function readService(object: ApiObject): ClusterService {
	const { spec = {} } = object as ServiceObject;
	const { clusterIP, clusterIPs = clusterIP === undefined ? [] : [clusterIP], ports = [] } = spec;
	return {
		addresses: clusterIPs.filter((address) => address !== "" && address !== "None"),
		ports: ports.map(({ port = 0, protocol = "TCP" }) => ({ port, protocol })),
	};
}
