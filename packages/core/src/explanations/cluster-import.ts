import type { clusterImportCodes } from "../error-codes/cluster-import.ts";
import type { Explanation } from "./explanation.ts";

export const clusterImportExplanations: Record<keyof typeof clusterImportCodes, Explanation> = {
	LDNS480: {
		title: "This is not the configuration of a cluster DNS",
		explanation:
			"What the cluster DNS answers is read from the ConfigMaps that its pods mount: one with a key Corefile, which K3s and kubeadm call coredns, and, where there is one, coredns-custom. The file holds neither a readable list of them nor a single one. The output of kubectl get configmap, YAML or JSON, is what is expected; for several clusters' worth of objects it is not clear which one is meant.",
		sources: ["k3s-io/k3s: manifests/coredns.yaml"],
	},
	LDNS481: {
		title: "A part of the cluster's Corefile cannot be read",
		explanation:
			"Nothing may be lost on the way from the cluster DNS to the nodes, so a Corefile that CoreDNS itself would not take, or a server block whose zone comes from an environment variable, ends the import at its position. Left out silently, its names would stop resolving in pods.",
		sources: ["coredns/coredns: plugin/normalize.go"],
	},
	LDNS482: {
		title: "These stub domains cannot be used",
		explanation:
			"A stub domain says where the names of one zone are asked. A zone can be there once, the zone of the cluster itself belongs to the cluster DNS, the zone . and externalUpstreams say the same thing, and the profile article is kept as it was published and takes none.",
	},
};
