import type { CodeFacts } from "./code-facts.ts";

/** LDNS48x: what the cluster DNS answers, carried over to the nodes. */
export const clusterImportCodes = {
	LDNS480: {
		hint: "kubectl -n kube-system get configmap coredns coredns-custom --ignore-not-found -o yaml > cluster-dns.yaml",
		exitCode: 2,
	},
	LDNS481: {
		hint: "kubectl -n kube-system get configmap coredns coredns-custom --ignore-not-found -o yaml",
		exitCode: 2,
	},
	LDNS482: {
		hint: "localdns render --help",
		exitCode: 2,
	},
} as const satisfies Record<string, CodeFacts>;
