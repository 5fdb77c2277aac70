import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Kubectl } from "./kubectl.ts";

const columns = 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}{" "}{.metadata.name}{"\\n"}';

/**
 * Keeps the names of all nodes in the ConfigMap of CoreDNS, as K3s' node controller does it, from now on.
 * A watch that ends is begun again: it ends when the API server does.
 */
export async function keepNodeHosts(
	kubernetes: string,
	kubeconfig: string,
	kubectl: Kubectl,
): Promise<never> {
	const hosts = new Map<string, string>();
	for (;;) {
		const watch = spawn(
			join(kubernetes, "kubectl"),
			["--kubeconfig", kubeconfig, "--cache-dir", "/run/kubectl", "get", "nodes", "--watch", "-o", columns],
			{ stdio: ["ignore", "pipe", "ignore"] },
		);
		watch.once("error", () => {});
		for await (const line of createInterface({ input: watch.stdout })) {
			const [address = "", name = ""] = line.trim().split(" ");
			if (name === "" || hosts.get(name) === address) continue;
			hosts.set(name, address);
			await publish(hosts, kubectl).catch(() => hosts.delete(name));
		}
		await sleep(1000);
	}
}

async function publish(hosts: ReadonlyMap<string, string>, kubectl: Kubectl): Promise<void> {
	const lines = [...hosts].map(([name, address]) => `${address} ${name}\n`).sort();
	const patch = JSON.stringify({ data: { NodeHosts: lines.join("") } });
	await kubectl(["-n", "kube-system", "patch", "configmap", "coredns", "--type=merge", "--patch", patch]);
}
