import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cgroupHierarchies } from "../../src/cluster/cgroup.ts";
import { provideKubernetes } from "../../src/cluster/kubernetes.ts";
import { type ClusterOptions, checkClusterHost } from "../../src/index.ts";
import type { Order } from "./cluster-entry.ts";
import { type Finished, runToEnd } from "./run-to-end.ts";

export const clusterEntry = fileURLToPath(new URL("./cluster-entry.ts", import.meta.url));

/** Fails with the reason where this machine can have no cluster: a test that did not run has not passed. */
export async function requireClusterLabHost(): Promise<void> {
	const missing = await checkClusterHost();
	if (missing.length > 0) throw new Error(`no cluster here: ${missing.map(({ text }) => text).join("; ")}`);
}

/** A cluster in a process of its own, which the test talks to. */
export interface DrivenCluster {
	/** Of the process outside of the sandbox. */
	readonly pid: number;
	readonly places: readonly string[];
	readonly ended: Promise<{ code: number | null; stderr: string }>;
	order<T>(order: Order): Promise<T>;
	/** Runs a command at a place. */
	run(place: string, ...argv: string[]): Promise<Finished>;
	/** kubectl of this machine, through the cluster's kubeconfig. @throws Error when it fails */
	kubectl(argv: readonly string[], input?: string): Promise<string>;
	close(): Promise<unknown>;
}

/** @param folder where files of the test go */
export async function openDrivenCluster(options: ClusterOptions, folder: string): Promise<DrivenCluster> {
	const env = { ...process.env, XDG_RUNTIME_DIR: folder };
	const child = spawn(process.execPath, [clusterEntry, "run", JSON.stringify(options)], { env });
	let complaints = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		complaints += text;
	});
	// What it does not live to read is no failure of the test's own.
	child.stdin.on("error", () => {});
	const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
		child.on("close", (code) => resolve({ code, stderr: complaints })),
	);
	const waiting: ((line: string) => void)[] = [];
	createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
	const reply = () => new Promise<string>((resolve) => waiting.push(resolve));
	const dead = ended.then((ending): never => {
		throw new Error(`the cluster ended: ${JSON.stringify(ending)}`);
	});
	dead.catch(() => {});
	const up = JSON.parse(await Promise.race([reply(), dead])) as { kubeconfig: string; places: string[] };
	const kubeconfig = join(folder, "kubeconfig");
	writeFileSync(kubeconfig, up.kubeconfig);
	const program = join(await provideKubernetes(() => {}), "kubectl");
	const order = async <T>(each: Order): Promise<T> => {
		const answered = reply();
		child.stdin.write(`${JSON.stringify(each)}\n`);
		return JSON.parse(await Promise.race([answered, dead])) as T;
	};
	return {
		pid: child.pid as number,
		places: up.places,
		ended,
		order,
		run: (place, ...argv) => order<Finished>({ do: "run", place, argv }),
		async kubectl(argv, input = "") {
			const all = ["--kubeconfig", kubeconfig, "--cache-dir", join(folder, "kubectl"), ...argv];
			const { code, stdout, stderr } = await runToEnd([program, ...all], { input });
			if (code !== 0) throw new Error(`kubectl ${argv.join(" ")}: ${stderr}${stdout}`);
			return stdout;
		},
		close() {
			child.stdin.end();
			return ended;
		},
	};
}

const shell = "rancher/mirrored-library-busybox:1.37.0";

/** A pod that waits on a node, with a shell; privileged, it sees the node's processes. */
export const shellPod = (name: string, nodeName: string, privileged = false): string =>
	JSON.stringify({
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name },
		spec: {
			nodeName,
			hostPID: privileged,
			terminationGracePeriodSeconds: 0,
			containers: [
				{ name: "shell", image: shell, command: ["sleep", "100000"], securityContext: { privileged } },
			],
		},
	});

/** Makes pods and waits until they run. */
export async function runPods(cluster: DrivenCluster, ...pods: string[]): Promise<void> {
	await cluster.kubectl(["create", "-f", "-"], pods.join("\n"));
	const names = pods.map((pod) => `pod/${(JSON.parse(pod) as { metadata: { name: string } }).metadata.name}`);
	await cluster.kubectl(["wait", "--for=condition=Ready", "--timeout=60s", ...names]);
}

/** Asks again until the answer fits, for as long as a busy machine needs. @returns the last answer, whether it fits or not */
export async function eventually<T>(
	ask: () => Promise<T>,
	fits: (answer: T) => boolean,
	forMs = 40_000,
): Promise<T> {
	const deadline = Date.now() + forMs;
	for (;;) {
		const answer = await ask();
		if (fits(answer) || Date.now() > deadline) return answer;
		await sleep(200);
	}
}

/** Cgroups of the lab's clusters on this machine. */
export const labCgroups = (): string[] =>
	cgroupHierarchies().flatMap(({ own }) => readdirSync(own).filter((name) => name.startsWith("localdns-")));
