import type { CodeFacts } from "./code-facts.ts";

/** LDNS325–329: measuring on the nodes of a cluster. */
export const nodeMeasurementCodes = {
	LDNS325: { hint: "kubectl get events --all-namespaces --sort-by=.lastTimestamp | tail", exitCode: 3 },
	LDNS326: { hint: "kubectl cluster-info", exitCode: 3 },
} as const satisfies Record<string, CodeFacts>;
