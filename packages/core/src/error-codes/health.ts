import type { CodeFacts } from "./code-facts.ts";

/** LDNS760–769: the health check. */
export const healthCodes = {
	LDNS760: { hint: "--slo failures=0.5%,p99=50ms", exitCode: 2 },
	LDNS761: { hint: '--schedule "*/15 * * * *"', exitCode: 2 },
	LDNS762: { hint: "kubectl get nodes", exitCode: 3 },
	LDNS763: { hint: "localdns health-check history", exitCode: 3 },
	LDNS764: { hint: "localdns health-check run", exitCode: 3 },
	LDNS765: { hint: "curl -v the address, from a pod of the same namespace", exitCode: 3 },
	LDNS766: { hint: "localdns health-check install", exitCode: 3 },
	LDNS767: { hint: "choose another namespace with -n", exitCode: 3 },
	LDNS768: { hint: "--rate 1", exitCode: 2 },
	LDNS769: { hint: "localdns health-check install", exitCode: 3 },
} as const satisfies Record<string, CodeFacts>;
