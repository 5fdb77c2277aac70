import type { clusterBenchCodes } from "../error-codes/cluster-bench.ts";
import type { Explanation } from "./explanation.ts";

export const clusterBenchExplanations: Record<keyof typeof clusterBenchCodes, Explanation> = {
	LDNS330: {
		title: "No node can be measured",
		explanation:
			"bench puts a probe on every Ready node that --nodes selects. None is left: no node has the name or the labels that were asked for, or all of them are not Ready. A probe that is bound to such a node would wait for ever, so nothing was created.",
	},
	LDNS331: {
		title: "The file of names cannot be used",
		explanation:
			"--names takes YAML or JSON with the lists add (Services, written service.namespace), exclude (patterns of service.namespace, in which * stands for any text) and external (names outside the cluster), or plain text with one name per line. In plain text a name that ends in .svc or .svc.cluster.local is a Service's, any other one is outside the cluster, and # begins a comment. A Service that is named must exist, because its address is what answers are held against. The message says what was read.",
	},
	LDNS332: {
		title: "There is no cache to measure",
		explanation:
			"--arms names the cache, and none is installed in the namespace that was looked in (--cache-namespace, kube-system unless told otherwise), or it runs on none of the nodes that are to be measured. `bench --stage` installs one for this trial, without a kubelet that points at it, and removes it afterwards. Without the arm `cache` the run is a baseline of the cluster DNS alone.",
	},
	LDNS333: {
		title: "bench does not find what it is to ask",
		explanation:
			"bench asks the cluster DNS at the address of Service kube-dns in kube-system, and in mode intercept at that of Service kube-dns-upstream, because there the first address is the cache's. The Service is missing or has no address, or no workload has a name left to ask after --names and --workloads.",
	},
	LDNS334: {
		title: "A cache cannot be staged for a trial here",
		explanation:
			"What bench stages it also removes, and it removes nothing else. Some of the objects that the cache consists of are there already, so it cannot be told afterwards what was there before. They may be left over from an installation that was broken off, or belong to another program. Where a cache runs, no trial is needed: bench measures it as it is.",
	},
	LDNS335: {
		title: "The cache that was staged for a trial could not be removed",
		explanation:
			"The trial is over and its cache is still in the cluster. No kubelet points at it, so no pod depends on it; it takes an address on each node and some memory. `localdns bench cleanup` removes it. Where somebody has run `localdns install` in the meantime the cache is theirs, and is left alone.",
	},
	LDNS336: {
		title: "The cache that was staged for a trial did not come up",
		explanation:
			"The objects were applied and the cache did not become ready, or did not resolve, on every node. It was taken out again, and nothing was measured. The cause names the node and what was seen there.",
	},
};
