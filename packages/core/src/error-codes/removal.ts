import type { CodeFacts } from "./code-facts.ts";

/** LDNS740–749: giving nodes back and taking the cache out. */
export const removalCodes = {
	LDNS740: { hint: "recreate the pods named above, then: localdns uninstall", exitCode: 1 },
	LDNS741: { hint: "bring the node back, then run the same command again", exitCode: 1 },
	LDNS742: { hint: "kubectl get namespaces,pods --all-namespaces | grep Terminating", exitCode: 5 },
	LDNS743: { hint: "kubectl -n kube-system describe pods -l k8s-app=node-local-dns", exitCode: 5 },
	LDNS744: { hint: "kubectl get nodes", exitCode: 2 },
	LDNS745: { hint: "localdns rbac --for uninstall | kubectl apply -f -", exitCode: 3 },
	LDNS746: { hint: "localdns uninstall --yes", exitCode: 2 },
} as const satisfies Record<string, CodeFacts>;
