import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { AccessQuestion, ClusterNode } from "@localdns/core/cluster";
import type { ClusterReader } from "../ports/cluster.ts";

const question: AccessQuestion = {
	verb: "get",
	group: "",
	resource: "nodes",
	subresource: "proxy",
	namespace: undefined,
	name: undefined,
	purpose: "see which cluster DNS a kubelet uses",
};

/** kubelets that do not answer let the API server wait for half a minute each. */
const budgetMs = 15_000;
const lanes = 8;

/**
 * Asks kubelets for the cluster DNS that they give to pods, where this account may: no command needs that right for
 * reading, since whoever has it may also run commands in pods. Within 15 s; the rest is left to what K3s has noted.
 */
export async function readKubeletDns(
	cluster: ClusterReader,
	nodes: readonly ClusterNode[],
	onProgress: (what: string) => void,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const answers = new Map<string, readonly string[]>();
	const [may] = await cluster.mayI([question]);
	if (may?.allowed !== true) return answers;
	onProgress("kubelets");
	const end = performance.now() + budgetMs;
	const queue = nodes.filter(({ notReady }) => notReady === undefined).values();
	const lane = async (): Promise<void> => {
		for (const { name } of queue) {
			if (performance.now() > end) return;
			const addresses = await clusterDnsOf(cluster, name);
			if (addresses !== undefined) answers.set(name, addresses);
		}
	};
	// A kubelet that is just being waited for is given up with the rest; closing the connections ends its request.
	await Promise.race([
		Promise.all(Array.from({ length: lanes }, lane)),
		sleep(budgetMs, undefined, { ref: false }),
	]);
	return new Map(answers);
}

async function clusterDnsOf(cluster: ClusterReader, node: string): Promise<readonly string[] | undefined> {
	try {
		const answer = await cluster.get(`/api/v1/nodes/${encodeURIComponent(node)}/proxy/configz`);
		const { kubeletconfig } = (answer ?? {}) as { kubeletconfig?: { clusterDNS?: readonly string[] } };
		return kubeletconfig?.clusterDNS;
	} catch (error) {
		// A kubelet that is out of reach is none of this question's business: nodes-ready says so.
		if (error instanceof LocaldnsError) return undefined;
		throw error;
	}
}
