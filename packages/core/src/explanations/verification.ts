import type { verificationCodes } from "../error-codes/verification.ts";
import type { Explanation } from "./explanation.ts";

export const verificationExplanations: Record<keyof typeof verificationCodes, Explanation> = {
	LDNS730: {
		title: "Names do not resolve on a node as the cluster DNS resolves them",
		explanation:
			"A fresh pod on the node asked the cache and the cluster DNS the same questions, and on some of them the cache was silent, failed, or said something else. Lost packets are no reason: each question was repeated as a patient resolver would. Each failure names the question, the server, what was expected and what came. All questions failing points at the cache's pod, at the address on the node, or at an egress policy; all names of the cluster point at the address of the cluster DNS in the cache's Corefile; external names alone at its upstreams. A node that fails is not turned, and one that was just turned is given back.",
		sources: ["docs/guides/verification.md"],
	},
	LDNS731: {
		title: "The kubelet gives new pods other nameservers than it was told to",
		explanation:
			"A pod that was made after the node's turn has another address in its resolv.conf. The kubelet takes cluster-dns from its flags first, and of several flags and files the last wins, so another drop-in of K3s or a kubelet drop-in folder stands against it; or K3s was not restarted since the file was written.",
		sources: [
			"Kubernetes documentation: Customizing DNS Service",
			"kubernetes/kubernetes: pkg/kubelet/network/dns/dns.go",
		],
	},
	LDNS732: {
		title: "No pod can be put on a node, so nothing is known of its names",
		explanation:
			"The verification's pod fits on every node by its tolerations and asks for 1m of CPU and 16Mi of memory. The scheduler found no room all the same: the node has as many pods as its kubelet takes (110 unless told otherwise), has no memory left that no pod has asked for, or is gone. Its own words are in the reason. Without an answer from the node it is left as it is.",
		sources: ["kubernetes/kubernetes: pkg/scheduler/framework/plugins/noderesources/fit.go"],
	},
	LDNS733: {
		title: "The image of the verification's pod cannot be had on a node",
		explanation:
			"The lookup program is mounted from a ConfigMap into stock Node. A node that has that image neither in its store nor from its registry cannot run it. On nodes without a way out import the image beforehand, name a mirror in registries.yaml, or set images.registry, images.node and images.pullSecrets.",
		sources: [
			"kubernetes/kubernetes: pkg/kubelet/images/types.go",
			"K3s documentation: Private Registry Configuration",
		],
	},
	LDNS734: {
		title: "A node turned the verification's pod away, twice",
		explanation:
			"The pod was evicted, rejected by the kubelet, deleted by someone, or ended without its result, and so was the one after it. That happens on a node that runs out of memory, disk or process IDs, and where something in the cluster deletes pods that it does not know.",
		sources: ["Kubernetes documentation: Node-pressure Eviction"],
	},
	LDNS735: {
		title: "A node is not ready, so nothing is known of its names",
		explanation:
			"The verification's pod was put on the node, and its kubelet has not reported on it. The node is off, cut off from the API server, or its kubelet does not run. It is left as it is; run the same command again when it is back.",
		sources: ["Kubernetes documentation: Node Status"],
	},
	LDNS736: {
		title: "The verification's pod did not come to an end in time",
		explanation:
			"The pod is on a node that is ready, and yet its container did not start, or did not finish. The reason holds the last words of the kubelet: an image that is still being pulled, a CNI plugin that gives no address, a volume that cannot be mounted, a container runtime that hangs.",
		sources: ["docs/guides/verification.md"],
	},
	LDNS737: {
		title: "What the verification has made is not gone yet",
		explanation:
			"Pods, ConfigMaps and, where the operation made it, the namespace localdns-verify were deleted, and the API server still shows some of them. A finalizer of someone else or an API service that does not answer holds a namespace back. Nothing in it runs with any privilege.",
		sources: ["Kubernetes documentation: Namespaces, Finalizers"],
	},
	LDNS738: {
		title: "A verification was interrupted",
		explanation:
			"Somebody stopped the run while pods were asking names. Pods on their way were taken back, and nothing is known of their nodes.",
		sources: ["docs/guides/verification.md"],
	},
};
