import type { removalCodes } from "../error-codes/removal.ts";
import type { Explanation } from "./explanation.ts";

export const removalExplanations: Record<keyof typeof removalCodes, Explanation> = {
	LDNS740: {
		title: "Running pods still ask the cache",
		explanation:
			"A pod keeps the nameserver that it was given when its sandbox was made, and a restart of its containers does not change it. Pods that were made while their node handed out the cache would have no DNS at all once the cache is gone. The nodes were given back, so pods that are made now ask the cluster DNS; the cache stays until none of the others is left. Recreate them by the commands that are printed, and run uninstall again. --force takes the cache out all the same.",
		sources: ["kubernetes/kubernetes: pkg/kubelet/network/dns/dns.go"],
	},
	LDNS741: {
		title: "A node that hands out the cache cannot be given back",
		explanation:
			"Its kubelet does not report, so its configuration cannot be changed. When it comes back, it would give its pods a nameserver that nobody listens on. --skip-unready-nodes gives the other nodes back and leaves the cache in place. A node that will not come back is taken out of the cluster (kubectl delete node), and then stands in the way of nothing. Or the node named the cache by an entry of its own, which install took over with --adopt: it has its former bytes, that entry among them, and only whoever wrote it can take it out.",
		sources: ["kubernetes.io: Nodes, Heartbeats"],
	},
	LDNS742: {
		title: "An object was deleted and does not go",
		explanation:
			"The API server keeps an object as long as a finalizer is on it, and a pod as long as its kubelet has not said that it ended. What was deleted before is gone; the same command goes on from there once the object is gone.",
		sources: ["kubernetes.io: Finalizers"],
	},
	LDNS743: {
		title: "The cache did not take the shape that takes its address down",
		explanation:
			"The cache's pods leave address and packet rules in place when they end, so that an update never takes them from the new pod. Before the cache is deleted it is rolled once into pods that take both down at their end. Some of them did not become ready in time: the image is not there, the node is full, or a policy keeps them out. Nothing was deleted, and the cache answers as before. --force deletes it all the same; the address then stays on those nodes until they are started anew, and in mode intercept with it every question to the cluster DNS.",
		sources: ["kubernetes/dns: cmd/node-cache/app/cache_app.go"],
	},
	LDNS744: {
		title: "There is no such node",
		explanation:
			"--node names nodes as kubectl get nodes does. A node that was taken out of the cluster keeps its files: if it is still there as a machine, localdns node-config revert on it puts the former bytes back.",
	},
	LDNS745: {
		title: "What has to be known before anything is taken out could not be read",
		explanation:
			"Without the list of nodes nobody can say which kubelets hand out the cache, and without the list of pods nobody can say which ask it. Neither is guessed.",
	},
	LDNS746: {
		title: "Nobody can say yes",
		explanation:
			"install, rollback and uninstall change nodes and the cluster, so they ask first. Without a terminal there is nobody to ask; in a script --yes says it beforehand. --dry-run=client shows what would be done.",
	},
};
