import type { CodeFacts } from "./code-facts.ts";

/** LDNS701–709: writing to a cluster. */
export const clusterChangeCodes = {
	LDNS701: {
		hint: "the same command with --force-conflicts, or take the field out of the other manager's manifest",
		exitCode: 1,
	},
	LDNS702: {
		hint: "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations,validatingadmissionpolicies",
		exitCode: 1,
	},
	LDNS703: { hint: "kubectl describe resourcequota --all-namespaces", exitCode: 1 },
	LDNS704: { hint: "wait for the other run to end, then the same command again", exitCode: 3 },
	LDNS705: { hint: "localdns status, then the same command again", exitCode: 5 },
	LDNS706: { hint: "kubectl get namespaces", exitCode: 2 },
} as const satisfies Record<string, CodeFacts>;
