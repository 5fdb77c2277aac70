import type { nodeChangeCodes } from "../error-codes/node-change.ts";
import type { Explanation } from "./explanation.ts";

export const nodeChangeExplanations: Record<keyof typeof nodeChangeCodes, Explanation> = {
	LDNS720: {
		title: "K3s did not come back on a node, which was put back",
		explanation:
			"After its configuration was written, K3s was restarted, and within the patience its unit was not active again with a kubelet that answers on 127.0.0.1:10248. The program on the node put the former bytes back and restarted again, by itself; the kubelet answers as before. Often something else is wrong in the configuration that only a restart shows: an unknown kubelet flag, a server that an agent cannot reach. The journal of the unit names it.",
		sources: ["kubernetes/kubernetes: pkg/kubelet/apis/config (healthzPort)", "docs/guides/node-config.md"],
	},
	LDNS721: {
		title: "K3s does not come back on a node, with the former bytes either",
		explanation:
			"K3s did not come back after a change, the former bytes were put back, and with them it did not come back either within the same time. Containers of the node go on running without a kubelet. What keeps it from starting was there before: the journal of its unit names it. The files are as they were before localdns; nothing else is left to undo.",
		sources: ["docs/guides/node-config.md"],
	},
	LDNS722: {
		title: "The node Job cannot run on a node",
		explanation:
			"Changing a node needs a pod there for a minute. None came to run: the node has no room, its kubelet does not report, the image cannot be pulled, or a quota or an admission rule turned it down. The reason has the API server's or the kubelet's own words. Nothing was written on the node.",
		sources: ["docs/guides/node-config.md"],
	},
	LDNS723: {
		title: "It is not known how a node was left",
		explanation:
			"The program on the node was started, and its result did not arrive: the pod was taken away twice, or the node cannot be reached any more. The program decides by itself, without the API server: K3s either runs with the new configuration or has been given the former one back. The record says that a turn was begun; the same command, once the node answers, finds out and goes on.",
		sources: ["docs/decisions/0013-changing-a-cluster.md"],
	},
	LDNS724: {
		title: "A node Job cannot restart K3s on this node",
		explanation:
			"The program sees the folder /etc/rancher and the units of systemd, and restarts K3s by systemd. On this node K3s reads its configuration from elsewhere, has no unit, or is kept by OpenRC, whose services would end with the Job's container. Nothing was written. `--node-access ssh` or `manual` need none of that.",
		sources: ["k3s-io/k3s install.sh", "OpenRC: sh/rc-cgroup.sh"],
	},
	LDNS725: {
		title: "A node's turn was interrupted, and the node put back",
		explanation:
			"The node Job's pod was asked to end (eviction, deletion) while K3s was coming back. The program used the time it was given to put the former bytes back. The next run turns the node again.",
		sources: ["Kubernetes documentation: Pod termination"],
	},
	LDNS726: {
		title: "K3s came back on a node, but not as it was told",
		explanation:
			"The node is ready again, and what K3s noted in the annotation k3s.io/node-args, or what the kubelet says of itself, is not the nameservers that were written. Another file, the unit's own flags or a drop-in of the kubelet has the last word. The node was given back.",
		sources: ["k3s-io/k3s: pkg/nodeconfig/nodeconfig.go"],
	},
	LDNS727: {
		title: "There is no way to a node",
		explanation:
			"The node was to be changed by hand or by ssh, and that did not happen in time or could not begin. The reason has the words of ssh, or says what was waited for.",
		sources: ["docs/guides/node-config.md"],
	},
	LDNS728: {
		title: "A node cannot be changed by ssh",
		explanation:
			"`--node-access ssh` runs this machine's own ssh, with its configuration, keys and known hosts, and never asks anything: a host key that is not known yet, a password and a passphrase without an agent all end here. On the node it needs root, or a login that may `sudo -n`; sh, tar, sha256sum, sed and readlink, curl or wget, and a unit of K3s. The reason has the words of ssh, of sudo, or of what was missing. Nothing was written.",
		sources: ["ssh_config(5): BatchMode", "docs/guides/node-config.md"],
	},
	LDNS729: {
		title: "ssh was cut off while a node was being written to",
		explanation:
			"The new files were on their way, or were being moved into place, when the connection ended or the node failed to write. What began goes on without the connection and takes milliseconds, so that the node most likely has all of it or none. A record of what was written is beside the configuration; the same command finds out and goes on, and `localdns node-config revert` on the node puts the former bytes back.",
		sources: ["docs/guides/node-config.md"],
	},
};
