// Stands for the program `k3s` on a node of the lab: `k3s server …` or `k3s agent …`, as its unit starts it.
// It reads K3s' configuration by code of its own (not core's, so that two readings check each other), starts
// what K3s has inside itself, and tells the node object what it runs with. docs/guides/cluster-lab.md says
// what it is not.
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kubeconfig } from "../kubeconfig.ts";
import { askServiceManager } from "../systemd/ask.ts";
import { commandLine } from "./command-line.ts";
import { startContainerRuntime } from "./container-runtime.ts";
import { startControlPlane } from "./control-plane.ts";
import type { Daemon } from "./daemon.ts";
import { type Flags, readFlags } from "./flags.ts";
import { type NodeIdentity, readIdentity } from "./identity.ts";
import { startKubeProxy } from "./kube-proxy.ts";
import { type Kubectl, kubectlAs } from "./kubectl.ts";
import { startKubelet } from "./kubelet.ts";
import { nodeConfigAnnotations } from "./node-annotations.ts";
import { keepNodeHosts } from "./node-hosts.ts";
import { describeNode, labelServer, registerNode } from "./node-object.ts";
import { applyPackagedManifests } from "./packaged-manifests.ts";

const adminKubeconfig = "/etc/rancher/k3s/k3s.yaml";
const say = (text: string) => process.stdout.write(`${new Date().toISOString()} ${text}\n`);

const daemons: Daemon[] = [];
let isEnding = false;

/** A daemon that ends takes K3s down, as a part of one process would. */
function adopt(daemon: Daemon): void {
	say(`started ${daemon.name}`);
	daemons.push(daemon);
	void daemon.ended.then((how) => {
		if (!isEnding) void end(`${daemon.name} ended: ${how}`, 1);
	});
}

async function end(why: string, code: number): Promise<void> {
	if (isEnding) return;
	isEnding = true;
	say(why);
	// In the reverse order, etcd last.
	for (const daemon of daemons.reverse()) await daemon.stop();
	process.exit(code);
}

process.once("SIGTERM", () => void end("told to end", 0));

async function start(): Promise<void> {
	const identity = readIdentity();
	const line = commandLine(process.argv.slice(2), process.env, (file) => readFiles(identity, file));
	for (const name of line.ignored) say(`Unknown flag --${name} found in config.yaml, skipping`);
	say(`running with ${JSON.stringify(line.words)}`);
	const flags = readFlags(line.role, line.words.slice(1));
	const asNode = await writeKubeconfigs(identity);
	const asAdmin = kubectlAs(identity.kubernetes, adminKubeconfig);
	await Promise.all([
		startContainerRuntime(identity).then(adopt),
		line.role === "server" ? startControlPlane(identity, flags, asAdmin, adopt) : undefined,
	]);
	await registerNode(identity, asNode);
	adopt(await startKubelet(identity, flags));
	adopt(startKubeProxy(identity, flags));
	await describeNode(identity, nodeConfigAnnotations(line.words, process.env), asNode);
	if (line.role === "server") await serveCluster(identity, flags, asAdmin);
	await askServiceManager({
		program: "systemd-notify",
		argv: ["--ready"],
		unit: process.env.LOCALDNS_UNIT ?? "",
	});
	say("ready");
}

function readFiles({ kubernetes }: NodeIdentity, file: string): string[] {
	const output = execFileSync(join(kubernetes, "k3s-args"), [file], { encoding: "utf8" });
	return (JSON.parse(output) as { flags: string[] }).flags;
}

/** @returns kubectl as this node */
async function writeKubeconfigs({ kubernetes, name, pki, role, server }: NodeIdentity): Promise<Kubectl> {
	await mkdir("/run/k3s", { recursive: true });
	await mkdir("/etc/rancher/k3s", { recursive: true });
	const url = `https://${server}:6443`;
	const write = async (file: string, user: string, server = url) => {
		await writeFile(file, kubeconfig(pki, user, server), { mode: 0o600 });
		return file;
	};
	await write("/run/k3s/kube-proxy.kubeconfig", "kube-proxy");
	if (role === "server") await write(adminKubeconfig, "admin", "https://127.0.0.1:6443");
	return kubectlAs(kubernetes, await write("/run/k3s/kubelet.kubeconfig", `node-${name}`));
}

async function serveCluster(identity: NodeIdentity, flags: Flags, kubectl: Kubectl): Promise<void> {
	await labelServer(identity, kubectl);
	await applyPackagedManifests(flags, kubectl);
	void keepNodeHosts(identity.kubernetes, adminKubeconfig, kubectl);
}

try {
	await start();
} catch (error) {
	await end((error as Error).message, 1);
}
