import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Kubectl } from "./kubectl.ts";

const lines =
	'jsonpath={range .items[*]}{.status.addresses[?(@.type=="InternalIP")].address}{" "}{.metadata.name}{"\\n"}{end}';

/**
 * Keeps the names of all nodes in the ConfigMap of CoreDNS, as K3s' node controller does it, from now on. A
 * watch rings when a node comes, changes or goes; then all of them are listed, so that no state in between
 * is ever published. A watch that ends is begun again: it ends when the API server does.
 */
export async function keepNodeHosts(
	kubernetes: string,
	kubeconfig: string,
	kubectl: Kubectl,
): Promise<never> {
	const watch = ["get", "nodes", "--watch", "--output-watch-events", "-o", "jsonpath={.type}{'\\n'}"];
	let isDue = true;
	const ring = () => {
		isDue = true;
	};
	void follow(
		[join(kubernetes, "kubectl"), "--kubeconfig", kubeconfig, "--cache-dir", "/run/kubectl", ...watch],
		ring,
	);
	let published = "";
	for (;;) {
		if (isDue) {
			isDue = false;
			published = await publish(published, kubectl).catch(() => {
				isDue = true;
				return published;
			});
		}
		await sleep(500);
	}
}

/** @returns what is published now */
async function publish(published: string, kubectl: Kubectl): Promise<string> {
	const listed = (await kubectl(["get", "nodes", "-o", lines])).split("\n");
	// A node that has just been made has no address yet; it rings again when it has.
	const hosts = listed.filter((line) => /^\S+ \S+$/.test(line)).sort();
	const text = hosts.map((line) => `${line}\n`).join("");
	if (text === published) return published;
	const patch = JSON.stringify({ data: { NodeHosts: text } });
	await kubectl(["-n", "kube-system", "patch", "configmap", "coredns", "--type=merge", "--patch", patch]);
	return text;
}

async function follow([program, ...argv]: string[], ring: () => void): Promise<never> {
	for (;;) {
		const watch = spawn(program as string, argv, { stdio: ["ignore", "pipe", "ignore"] });
		watch.once("error", () => {});
		for await (const _ of createInterface({ input: watch.stdout })) ring();
		await sleep(1000);
	}
}
