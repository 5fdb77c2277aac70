import type { ApiObject } from "@localdns/core/cluster";
import { readServiceToAsk } from "@localdns/core/verification";
import type { ClusterReader } from "../../ports/cluster.ts";

/** A Service of the cluster, and what its name is worth. */
export interface NamedService {
	readonly name: string;
	readonly namespace: string;
	/** Of a headless one those of its ready pods; none where the cluster DNS has nothing to answer. */
	readonly addresses: readonly string[];
	readonly isHeadless: boolean;
}

/** Set by the controller on the slices of headless Services alone (Kubernetes: EndpointSlices). */
const headlessSlices =
	"/apis/discovery.k8s.io/v1/endpointslices?labelSelector=service.kubernetes.io%2Fheadless";

/**
 * Every Service but those of type ExternalName, which are aliases for names of somebody else, in the order of their
 * names. Two lists, page by page.
 *
 * @throws LocaldnsError LDNS601–LDNS607
 */
export async function readNamedServices(cluster: Pick<ClusterReader, "list">): Promise<NamedService[]> {
	const [services, slices] = await Promise.all([
		cluster.list("/api/v1/services", readServiceToAsk),
		cluster.list(headlessSlices, readSlice),
	]);
	const behind = new Map<string, Set<string>>();
	for (const { service, addresses } of slices) {
		const all = behind.get(service) ?? new Set();
		for (const address of addresses) all.add(address);
		behind.set(service, all);
	}
	return services
		.map(({ name, namespace, addresses }): NamedService => {
			const isHeadless = addresses.length === 0;
			const own = isHeadless ? [...(behind.get(`${namespace}/${name}`) ?? [])] : addresses;
			return { name, namespace, addresses: own.toSorted(), isHeadless };
		})
		.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export const keyOf = ({ name, namespace }: Pick<NamedService, "name" | "namespace">): string =>
	`${namespace}/${name}`;

interface SliceObject {
	readonly addressType?: string;
	readonly endpoints?: readonly {
		readonly addresses?: readonly string[];
		readonly conditions?: { readonly ready?: boolean | null };
	}[];
}

/** What CoreDNS answers with: addresses of endpoints that are ready, or do not say otherwise (plugin/kubernetes). */
function readSlice(slice: ApiObject): { service: string; addresses: string[] } | undefined {
	const { namespace = "", labels = {} } = slice.metadata ?? {};
	const name = labels["kubernetes.io/service-name"];
	const { addressType, endpoints = [] } = slice as SliceObject;
	if (name === undefined || (addressType !== "IPv4" && addressType !== "IPv6")) return undefined;
	return {
		service: `${namespace}/${name}`,
		addresses: endpoints.flatMap(({ addresses = [], conditions }) =>
			conditions?.ready === false ? [] : addresses,
		),
	};
}
