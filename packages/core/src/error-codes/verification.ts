import type { CodeFacts } from "./code-facts.ts";

/** LDNS730 to 739: fresh pods that ask whether names resolve on a node. */
export const verificationCodes = {
	LDNS730: { hint: "kubectl -n kube-system logs -l k8s-app=node-local-dns --tail=50", exitCode: 4 },
	LDNS731: { hint: "localdns node-config plan, on that node", exitCode: 4 },
	LDNS732: { hint: "kubectl describe node NODE, for what its pods have asked for", exitCode: 3 },
	LDNS733: { hint: "localdns install --help, for the registry and pull secrets", exitCode: 3 },
	LDNS734: { hint: "kubectl describe node NODE, for what it runs short of", exitCode: 3 },
	LDNS735: { hint: "kubectl describe node NODE, for its condition Ready", exitCode: 3 },
	LDNS736: { hint: "kubectl -n localdns-verify get events", exitCode: 3 },
	LDNS737: { hint: "kubectl -n localdns-verify get pods,configmaps", exitCode: 3 },
	LDNS738: { hint: "run the same command again: it goes on from what is there", exitCode: 3 },
} as const satisfies Record<string, CodeFacts>;
