import type { CodeFacts } from "./code-facts.ts";

/** LDNS710 to 719: install, from what is asked beforehand to what becomes of it. */
export const installCodes = {
	LDNS710: { hint: "localdns rbac --for install | kubectl apply -f -", exitCode: 3 },
	LDNS711: { hint: "localdns doctor --pre", exitCode: 1 },
	LDNS712: { hint: "kubectl -n kube-system describe pods -l k8s-app=node-local-dns", exitCode: 4 },
	LDNS713: { hint: "localdns explain LDNS730", exitCode: 4 },
	LDNS714: { hint: "localdns status, then the same command again", exitCode: 5 },
	LDNS715: { hint: "the same command again when they are Ready, or with --skip-unready-nodes", exitCode: 5 },
	LDNS716: { hint: "localdns render --profile article | kubectl apply -f -", exitCode: 2 },
	LDNS717: { hint: "localdns uninstall, then install with the new settings", exitCode: 1 },
} as const satisfies Record<string, CodeFacts>;
