import type { CodeFacts } from "./code-facts.ts";

/** LDNS755–758: why an install cannot be planned as it was asked for. */
export const installPlanCodes = {
	LDNS755: { hint: "kubectl get nodes", exitCode: 2 },
	LDNS756: { hint: "localdns diff, then: localdns install --adopt", exitCode: 1 },
	LDNS757: { hint: "localdns rbac --for install | kubectl apply -f -", exitCode: 3 },
	LDNS758: { hint: "bring the node back, or name another: localdns install --canary NODE", exitCode: 1 },
} as const satisfies Record<string, CodeFacts>;
