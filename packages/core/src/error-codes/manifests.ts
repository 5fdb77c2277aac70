import type { CodeFacts } from "./code-facts.ts";

/** LDNS46x: addresses of the cache, and the objects around its Corefile. */
export const manifestsCodes = {
	LDNS460: {
		hint: "localdns render --ip-family ipv4",
		exitCode: 2,
	},
	LDNS461: {
		hint: "localdns render --engine coredns --ip-family dual",
		exitCode: 2,
	},
	LDNS462: {
		hint: "localdns render --local-address 169.254.20.10",
		exitCode: 2,
	},
	LDNS463: {
		hint: "localdns bench --help",
		exitCode: 2,
	},
	LDNS464: {
		hint: "clusterCidrs: [10.42.0.0/16, 10.43.0.0/16]",
		exitCode: 2,
	},
	LDNS465: {
		hint: "egressPolicies: [{ namespace: shop }]",
		exitCode: 2,
	},
} as const satisfies Record<string, CodeFacts>;
