import type { installCodes } from "../error-codes/install.ts";
import type { Explanation } from "./explanation.ts";

export const installExplanations: Record<keyof typeof installCodes, Explanation> = {
	LDNS710: {
		title: "Rights for an install are missing",
		explanation:
			"Every right that the install would need is asked about before anything is written, so that it cannot end half-way for want of one. The message names those that are missing; an administrator gives them by applying what localdns rbac --for install prints.",
		sources: ["kubernetes.io: Authorization, SelfSubjectAccessReview"],
	},
	LDNS711: {
		title: "The cluster is not fit to install on",
		explanation:
			"The same checks as localdns doctor --pre found something that would keep the cache from working, or nodes from getting it. Nothing was changed. A check that is known not to matter is left out with --skip-check and its name.",
	},
	LDNS712: {
		title: "The cache does not come up on some nodes",
		explanation:
			"The DaemonSet was applied, and on the nodes named its pod did not become ready in time, or cannot as things are: an image that is not to be had, a process that ends again and again, a node without room. What had been applied was taken back, unless that is said otherwise; no kubelet had been turned to the new cache.",
		sources: ["kubernetes.io: DaemonSet, rolling update"],
	},
	LDNS713: {
		title: "The cache does not resolve as the cluster DNS does",
		explanation:
			"Fresh pods on the nodes named asked the cache and the cluster DNS the same questions, and the answers differ or do not come. No kubelet was turned to the new cache. What had been applied was taken back, unless that is said otherwise.",
	},
	LDNS714: {
		title: "An install failed and could not be taken back",
		explanation:
			"Something failed after objects had been changed, and so did a part of the way back, or --no-rollback-on-failure had asked for none. What stands now is named; localdns status shows it, and the same command goes on from there.",
	},
	LDNS715: {
		title: "Some nodes did not get the cache",
		explanation:
			"The nodes that could be turned are turned and verified; those named could not: not Ready, without room for a pod that tries the cache, or configured by hand otherwise. Their pods ask the cluster DNS as before. The same command takes them in later.",
	},
	LDNS716: {
		title: "The article's set-up is not installed by install",
		explanation:
			"Profile article is there to be measured against. Its objects have no inventory, are not updated without a gap, and its order of steps leaves nodes without DNS when something fails, so install has no way to keep its promises with it.",
	},
	LDNS717: {
		title: "An address that pods may ask would go",
		explanation:
			"The installed cache listens on an address that the new settings no longer have: another local address, or mode kubelet in place of intercept. A pod asks the nameserver that it was made with until it is recreated, and in mode intercept every pod asks the address of the cluster DNS, whose packets would stay on a node where nobody listens. uninstall gives nodes back, waits for the pods and takes the address down; then install with the new settings.",
		sources: ["kubernetes/kubernetes: pkg/kubelet/network/dns/dns.go"],
	},
};
