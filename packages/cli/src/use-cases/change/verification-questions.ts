import { LocaldnsError } from "@localdns/core";
import { readConfigMap } from "@localdns/core/cluster";
import { readClusterDns } from "@localdns/core/cluster-dns";
import {
	readServiceToAsk,
	type ServiceToAsk,
	stubDomains,
	type VerificationQuestion,
	verificationQuestions,
} from "@localdns/core/verification";
import type { Cluster } from "../../ports/cluster.ts";

/** What a fresh pod is to ask in this cluster, made from its Services and from what its cluster DNS answers. */
export async function questionsOf(
	cluster: Cluster,
	{
		clusterDomain,
		externalName,
	}: { readonly clusterDomain: string; readonly externalName?: string | undefined },
): Promise<VerificationQuestion[]> {
	const [services, zones] = await Promise.all([servicesOf(cluster), stubDomainsOf(cluster)]);
	return verificationQuestions({
		clusterDomain,
		services,
		stubDomains: zones,
		...(externalName === undefined ? {} : { externalName }),
	});
}

const servicesOf = (cluster: Cluster): Promise<ServiceToAsk[]> =>
	cluster.list("/api/v1/services", readServiceToAsk);

/** None where the cluster DNS is not the one of K3s, or its Corefile cannot be read: doctor says so, this only asks less. */
async function stubDomainsOf(cluster: Cluster): Promise<string[]> {
	const [own, custom] = await Promise.all([dataOf(cluster, "coredns"), dataOf(cluster, "coredns-custom")]);
	if (own?.Corefile === undefined) return [];
	const { Corefile: corefile, NodeHosts: nodeHosts } = own;
	const read = readClusterDns({
		corefile,
		...(nodeHosts === undefined ? {} : { nodeHosts }),
		...(custom === undefined ? {} : { custom }),
	});
	return read.ok ? stubDomains(read.facts) : [];
}

async function dataOf(cluster: Cluster, name: string): Promise<Readonly<Record<string, string>> | undefined> {
	const object = await cluster
		.get(`/api/v1/namespaces/kube-system/configmaps/${name}`)
		.catch((error: unknown) => {
			if (error instanceof LocaldnsError && error.code === "LDNS604") return undefined;
			throw error;
		});
	return object === undefined ? undefined : readConfigMap(object).data;
}
