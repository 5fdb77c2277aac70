// `sudo node_modules/.bin/node bench/large-cluster.ts [NODES] [PODS-PER-NODE]`: doctor, status and diff on a cluster of objects
// alone, beside kubectl that gets the same objects. etcd and kube-apiserver are real; there are no kubelets. All of it runs in
// a network namespace of its own, so that no address of the simulated nodes is one that can be reached.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ApiClient } from "../packages/cli/src/adapters/kubernetes/api-client.ts";
import { openApi } from "../packages/cli/src/adapters/kubernetes/cluster-reader.ts";
import { inParallel } from "../packages/cli/src/adapters/kubernetes/in-parallel.ts";
import { kubeconfig } from "../packages/lab/src/cluster/kubeconfig.ts";
import { provideKubernetes } from "../packages/lab/src/cluster/kubernetes.ts";
import { makePki } from "../packages/lab/src/cluster/pki.ts";
import { largeNode, largePod } from "./large-cluster-objects.ts";

/** Each runs as an account that has the rights which `localdns rbac --for` it prints. diff lists no pods. */
const commands = ["doctor", "status", "diff"] as const;
const cli = fileURLToPath(new URL("../packages/cli/bin/localdns.mjs", import.meta.url));
const [nodes = 5000, podsPerNode = 4] = process.argv.slice(2).map(Number);
/** Only `kubernetes.default.svc` and addresses of this host are in the certificate. */
const server = "https://127.0.0.1:6443";
const etcd = "http://127.0.0.1:2379";

if (process.env.LOCALDNS_BENCH_INSIDE === undefined) {
	// Built here, because the namespace below has no way out.
	await provideKubernetes((text) => console.log(text));
	const inside = ["--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
	const again = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
	const env = { ...process.env, LOCALDNS_BENCH_INSIDE: "1" };
	process.exit(spawnSync("unshare", [...inside, ...again], { stdio: "inherit", env }).status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), "localdns-large-"));
const running: ChildProcess[] = [];
try {
	await measure(await provideKubernetes(() => {}));
} finally {
	for (const child of running.toReversed()) {
		child.kill("SIGKILL");
		await new Promise((resolve) => child.once("close", resolve));
	}
	rmSync(folder, { recursive: true });
}

async function measure(programs: string): Promise<void> {
	await makePki(folder, [{ name: "near", address: "127.0.0.1" }]);
	start("etcd", ["--data-dir", join(folder, "etcd"), "--log-level", "error", "--unsafe-no-fsync"]);
	const file = (name: string) => join(folder, name);
	start(join(programs, "kube-apiserver"), [
		...["--etcd-servers", etcd, "--bind-address", "127.0.0.1", "--advertise-address", "192.0.2.1"],
		...["--endpoint-reconciler-type", "none", "--authorization-mode", "RBAC"],
		// A pod's account would be asked for, and there is no controller that makes one.
		...["--disable-admission-plugins", "ServiceAccount", "--service-cluster-ip-range", "10.43.0.0/16"],
		...["--tls-cert-file", file("kube-apiserver.crt"), "--tls-private-key-file", file("kube-apiserver.key")],
		...["--client-ca-file", file("ca.crt"), "--service-account-issuer", "https://kubernetes.default.svc"],
		...["--service-account-key-file", file("service-account.pub")],
		...["--service-account-signing-key-file", file("service-account.key")],
	]);
	writeFileSync(file("kubeconfig"), kubeconfig(folder, "admin", server));
	const api = openApi({ kubeconfig: file("kubeconfig"), requestTimeoutMs: 60_000 });
	await untilReady(api);
	const began = performance.now();
	const post = (path: string) => (object: object) => api.send("POST", path, `create in ${path}`, object);
	const names = Array.from({ length: nodes }, (_, index) => `node-${index}`);
	await inParallel(names, 8, (name) => post("/api/v1/nodes")(largeNode(name)));
	const pods = names.flatMap((name) =>
		Array.from({ length: podsPerNode }, (_, index) => largePod(name, index)),
	);
	await inParallel(pods, 8, post("/api/v1/namespaces/default/pods"));
	api.close();
	const seconds = ((performance.now() - began) / 1000).toFixed(0);
	console.log(`${nodes} nodes and ${pods.length} pods, created in ${seconds} s`);
	const env = { ...process.env, KUBECONFIG: file("kubeconfig"), HOME: folder };
	for (const command of commands) {
		const role = spawnSync(process.execPath, [cli, "rbac", "--for", command], { encoding: "utf8" }).stdout;
		spawnSync(join(programs, "kubectl"), ["apply", "-f", "-"], { env, input: role });
	}
	const get = async (what: string) =>
		await once([join(programs, "kubectl"), "get", what, "-A", "-o", "json"], env);
	const kubectl = { "nodes,pods": await get("nodes,pods"), nodes: await get("nodes") };
	for (let round = 1; round <= 3; round += 1) {
		for (const command of commands) {
			const account = ["--as", `system:serviceaccount:kube-system:localdns-run-${command}`];
			const groups = ["--as-group", "system:serviceaccounts", "--as-group", "system:authenticated"];
			const cost = await once([process.execPath, cli, command, ...account, ...groups, "-o", "json"], env);
			const what = command === "diff" ? "nodes" : "nodes,pods";
			const ratio = (cost.seconds / kubectl[what].seconds).toFixed(2);
			console.log(
				`${command}: ${said(cost)} (allowed 60 s, 512 MiB), ${ratio} × kubectl get ${what} -o json (${said(kubectl[what])})`,
			);
		}
	}
}

function start(program: string, argv: readonly string[]): void {
	running.push(spawn(program, argv, { stdio: ["ignore", "ignore", "ignore"] }));
}

async function untilReady(api: ApiClient): Promise<void> {
	for (let tries = 0; ; tries += 1) {
		try {
			await api.send("GET", "/api/v1/namespaces/default/serviceaccounts", "see whether it is up");
			return;
		} catch (error) {
			if (tries > 300) throw error;
			await sleep(200);
		}
	}
}

interface Cost {
	readonly seconds: number;
	readonly mebibytes: number;
	readonly code: number | null;
}

function said({ seconds, mebibytes, code }: Cost): string {
	return `${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB, exit ${code}`;
}

/** Runs a command to its end; its largest resident memory is read from /proc, twenty times a second. */
async function once([program = "", ...argv]: readonly string[], env: NodeJS.ProcessEnv): Promise<Cost> {
	const began = performance.now();
	const child = spawn(program, argv, { env, stdio: ["ignore", "ignore", "inherit"] });
	let mebibytes = 0;
	const timer = setInterval(() => {
		try {
			const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
			mebibytes = Math.max(mebibytes, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
		} catch {
			// It has just ended.
		}
	}, 50);
	const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
	clearInterval(timer);
	return { seconds: (performance.now() - began) / 1000, mebibytes, code };
}
