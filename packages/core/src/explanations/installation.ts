import type { installationCodes } from "../error-codes/installation.ts";
import type { Explanation } from "./explanation.ts";

export const installationExplanations: Record<keyof typeof installationCodes, Explanation> = {
	LDNS750: {
		title: "No cache is installed",
		explanation:
			"The namespace has no DaemonSet node-local-dns. Either nothing was installed, or it was installed elsewhere (`-n`), or somebody deleted it. Nodes that still hand out the cache's address are named beside this, because their new pods do not resolve.",
		sources: ["docs/guides/status.md"],
	},
	LDNS751: {
		title: "The roll-out of the cache is not complete",
		explanation:
			"A roll-out is done when its controller has seen the last change (status.observedGeneration has reached metadata.generation) and as many pods are updated and available as there are nodes that want one. Until then some node runs a former pod or none. While an install runs that is how it should be; else the pods of the cache say what keeps them.",
		sources: ["Kubernetes documentation: DaemonSet status", "helm/helm #8660"],
	},
	LDNS752: {
		title: "A node's turn or way back did not end",
		explanation:
			"ConfigMap node-local-dns-nodes says that a turn, or a way back, was begun, no run holds the lock, and the end was never noted: the command was killed, or lost the API server. The program on the node ended by itself either way, so K3s runs there with one configuration or the other. The same command again finds out which, and goes on.",
		sources: ["docs/decisions/0013-changing-a-cluster.md"],
	},
	LDNS753: {
		title: "A node cannot serve its pods from the cache",
		explanation:
			"The node is not Ready, or its kubelet hands out the cache's address and no pod of the cache is ready there. In the second case new pods of the node do not resolve until it is; pods that have a second nameserver do, late. `localdns rollback --node NAME` gives the node the cluster DNS back.",
		sources: ["docs/guides/status.md", "localdns explain LDNS656"],
	},
	LDNS754: {
		title: "A node that does not ask the cache, beside others that do",
		explanation:
			"It joined after the installation, was not Ready or not selected then, or its configuration was put back by hand. The DaemonSet brought the cache there by itself, and its kubelet still hands out the cluster DNS: its pods resolve as before, over the link. `localdns install` with the settings of the installation takes it in and leaves all else.",
		sources: ["docs/guides/status.md"],
	},
};
