import type { labCodes } from "../error-codes/lab.ts";
import type { Explanation } from "./explanation.ts";

export const labExplanations: Record<keyof typeof labCodes, Explanation> = {
	LDNS201: {
		title: "This machine lacks something that the lab needs",
		explanation:
			"The lab runs real servers in network namespaces of the Linux kernel, joined by a tunnel through /dev/net/tun. It needs root or user namespaces, that device, and a few programs from Debian. The message lists what is missing, and the hint what to run. Nothing was started.",
	},
	LDNS202: {
		title: "A server that the lab wants is not to be had",
		explanation:
			"The lab measures real CoreDNS servers: 1.13.2, which is the one inside node-cache 1.26.8, and 1.15.0. They are looked for in the cache folder and on PATH, and otherwise built from the Go module registry; so is Kubernetes for `lab up --cluster`. Here no binary fits and building was not possible.",
	},
	LDNS203: {
		title: "A part of the lab did not come up",
		explanation:
			"A namespace, an interface, the link or a server could not be started, or a server did not answer its first question in time. The message names the part and its last words. Everything that had been started is gone again.",
	},
	LDNS204: {
		title: "A part of the lab died during the run",
		explanation:
			"A CoreDNS, the relay or a tunnel end stopped while it was needed, so what was measured after that says nothing about DNS. The message names the part and its last words. Everything else was torn down.",
	},
	LDNS205: {
		title: "There is no such lab, or no such place in it",
		explanation:
			"`lab exec` and `lab down` work on a lab that `lab up` started and that still runs. The message lists what there is. A lab ends with `lab down` or when the machine restarts.",
	},
	LDNS210: {
		title: "This machine lacks something that a cluster needs",
		explanation:
			"`lab up --cluster` runs a real Kubernetes: etcd, API server, controllers, and on every node containerd, kubelet and kube-proxy, in namespaces of one machine. Besides what every lab needs it wants root, cgroup v1, and a few more programs from Debian. The message lists what is missing, and the hint what to run. Nothing was started.",
	},
	LDNS211: {
		title: "K3s did not start on a node of the cluster",
		explanation:
			"The lab's stand-in for K3s ended before it was ready, or was never ready. The message names the node and the last words of its log; /var/log/k3s on the node has a log for each daemon. Everything that had been started is gone again.",
	},
};
