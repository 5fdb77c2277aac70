import type { installPlanCodes } from "../error-codes/install-plan.ts";
import type { Explanation } from "./explanation.ts";

export const installPlanExplanations: Record<keyof typeof installPlanCodes, Explanation> = {
	LDNS755: {
		title: "A node that was named is not one of the cluster's, or not one of those selected",
		explanation:
			"--nodes and --canary name nodes as kubectl get nodes does. The canary is turned first and alone, so it has to be among the nodes that --nodes selects. Nothing was changed.",
	},
	LDNS756: {
		title: "An object of this name is there, and localdns did not make it",
		explanation:
			"It was made by hand, by the Kubernetes add-on, by an article's manifest or by a GitOps tool. Taking it over changes it, and its maker may change it back. --adopt takes it over: its fields pass to localdns, and what the new object no longer names is removed. Another --namespace leaves it alone, but two caches on one node would take the address from each other.",
		sources: ["kubernetes.io: Server-Side Apply, Field management"],
	},
	LDNS757: {
		title: "Nodes could not be listed, so that no turn can be planned",
		explanation:
			"Which kubelets hand out the cache is read from the nodes' annotations, and from the kubelets where that is allowed. Without the list of nodes none is turned. Nothing was changed.",
	},
	LDNS758: {
		title: "The canary is not Ready",
		explanation:
			"The canary is turned first, so that a mistake meets one node that was chosen for it. One that does not report cannot be turned, and the next in order would take its place unasked. Nothing was changed.",
	},
};
