import type { NodeIdentity } from "./identity.ts";
import { type Kubectl, untilItWorks } from "./kubectl.ts";

/**
 * Makes the node known with its pod network, which is fixed because the lab's routes are; the kubelet finds
 * it and adds to it.
 */
export async function registerNode({ name, podNetwork }: NodeIdentity, kubectl: Kubectl): Promise<void> {
	const node = {
		apiVersion: "v1",
		kind: "Node",
		metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" } },
		spec: { podCIDR: podNetwork, podCIDRs: [podNetwork], providerID: `k3s://${name}` },
	};
	await untilItWorks(async () => {
		const found = await kubectl(["get", "node", name, "--ignore-not-found", "-o", "name"]);
		if (found === "") await kubectl(["create", "-f", "-"], JSON.stringify(node));
	});
}

/** What K3s and its cloud controller write on their node. */
export async function describeNode(
	{ name, address, flannel = {} }: NodeIdentity,
	annotations: Readonly<Record<string, string>>,
	kubectl: Kubectl,
): Promise<void> {
	const patch = {
		metadata: {
			annotations: {
				...annotations,
				...flannel,
				"k3s.io/hostname": name,
				"k3s.io/internal-ip": address,
			},
			labels: {
				"beta.kubernetes.io/instance-type": "k3s",
				"node.kubernetes.io/instance-type": "k3s",
			},
		},
	};
	await untilItWorks(() =>
		kubectl(["patch", "node", name, "--type=merge", "--patch", JSON.stringify(patch)]),
	);
}

/** A kubelet may not name its own role (admission plugin NodeRestriction), so the server does it. */
export async function labelServer({ name }: NodeIdentity, kubectl: Kubectl): Promise<void> {
	const labels = { "node-role.kubernetes.io/control-plane": "true", "node-role.kubernetes.io/etcd": "true" };
	const patch = JSON.stringify({ metadata: { labels } });
	await untilItWorks(() => kubectl(["patch", "node", name, "--type=merge", "--patch", patch]));
}
