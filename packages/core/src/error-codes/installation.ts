import type { CodeFacts } from "./code-facts.ts";

const podsOfCache = "kubectl get pods -A -o wide -l k8s-app=node-local-dns";

/** LDNS750–754: what status finds not as it should be. */
export const installationCodes = {
	LDNS750: { hint: "localdns install", exitCode: 1 },
	LDNS751: { hint: podsOfCache, exitCode: 1 },
	LDNS752: { hint: "localdns install, which goes on; or localdns rollback", exitCode: 1 },
	LDNS753: { hint: podsOfCache, exitCode: 1 },
	LDNS754: { hint: "localdns install", exitCode: 1 },
} as const satisfies Record<string, CodeFacts>;
