import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
	runPods,
	shellPod,
} from "../../../lab/test/real/cluster-driver.ts";
import { type Dump, differences, dumpFiles, dumpObjects } from "./cluster-dump.ts";
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-uninstall-lab-"));
const cli = new URL("../../bin/localdns.mjs", import.meta.url).pathname;
let cluster: DrivenCluster;
let before: { objects: Dump; files: Dump };

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const kubeconfig = (command: string) => join(folder, `${command}.kubeconfig`);
/** A command as an account that has the rights which `localdns rbac --for COMMAND` prints, and no others. */
const localdns = (command: "rollback" | "uninstall", ...argv: string[]) =>
	run([command, "--kubeconfig", kubeconfig(command), ...argv]);

async function install(...flags: string[]): Promise<void> {
	const { stdout } = await run(["render", "--cluster-dns", "10.43.0.10", ...flags]);
	await cluster.kubectl(["apply", "--server-side", "--field-manager=localdns", "-f", "-"], stdout);
	await kubectl("-n", "kube-system", "rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
}
async function turnByHand(node: string, unit: string): Promise<void> {
	const { code, stderr } = await cluster.run(
		`node/${node}`,
		process.execPath,
		cli,
		"node-config",
		"apply",
		"--yes",
	);
	if (code !== 0) throw new Error(stderr);
	await cluster.run(`node/${node}`, "systemctl", "restart", unit);
	await eventually(
		() => argsOf(node),
		(args) => args.includes("cluster-dns=169.254.20.10"),
	);
}
const argsOf = (node: string) =>
	kubectl("get", "node", node, "-o", "jsonpath={.metadata.annotations.k3s\\.io/node-args}").catch(() => "");
const exists = (...what: string[]) =>
	kubectl("-n", "kube-system", "get", ...what, "--ignore-not-found", "-o", "name").then(
		(text) => text !== "",
	);
const changed = async () => [
	...differences(before.objects, await dumpObjects(cluster)),
	...differences(before.files, await dumpFiles(cluster)),
];
/** Asks for 20 s in a pod. @returns how many of 100 names did not resolve */
const askFor20s = (pod: string) =>
	kubectl(
		...["exec", pod, "--", "sh", "-c"],
		"i=0; bad=0; while [ $i -lt 100 ]; do nslookup kubernetes.default.svc.cluster.local >/dev/null 2>&1 || bad=$((bad+1)); i=$((i+1)); sleep 0.2; done; echo $bad",
	);

beforeAll(async () => {
	await requireClusterLabHost();
	cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 17 }, folder);
	for (const command of ["rollback", "uninstall"]) {
		await cluster.kubectl(["apply", "-f", "-"], (await run(["rbac", "--for", command])).stdout);
		const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as {
			users: { user: object }[];
		};
		const token = (await kubectl("-n", "kube-system", "create", "token", `localdns-run-${command}`)).trim();
		writeFileSync(
			kubeconfig(command),
			JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }),
		);
	}
	await runPods(cluster, shellPod("old-near", "near"), shellPod("old-far", "far"));
	before = { objects: await dumpObjects(cluster), files: await dumpFiles(cluster) };
	await install();
	await turnByHand("far", "k3s-agent");
	await turnByHand("near", "k3s");
	await runPods(cluster, shellPod("cached", "far"));
}, 120_000);
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("going back in mode kubelet", () => {
	it("changes nothing where nobody can say yes, and in a dry run", async () => {
		const mute = await localdns("uninstall");
		expect(mute.code, mute.stderr).toBe(2);
		const dry = await localdns("uninstall", "--dry-run=server", "-o", "json");
		expect(JSON.parse(dry.stdout)).toMatchObject({ kind: "UninstallReport", dryRun: true });
		expect(await argsOf("far")).toContain("cluster-dns=169.254.20.10");
	});

	it("gives one node its former bytes, and names the pod that the cache stays for", async () => {
		const { code, stdout, stderr } = await localdns("rollback", "--node", "far", "--yes");
		expect(code, stderr).toBe(0);
		expect(stdout).toContain("given back: far");
		expect(stdout).toContain("default/Pod/cached: 1 pod");
		expect(await argsOf("far")).not.toContain("cluster-dns");
		expect(await argsOf("near")).toContain("cluster-dns=169.254.20.10");
	});

	it("keeps the cache as long as that pod runs", async () => {
		const { code, stdout, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr).toBe(1);
		expect(stderr).toContain("LDNS740");
		expect(stdout).toContain("kubectl -n default delete pod cached");
		expect(await argsOf("near")).not.toContain("cluster-dns");
		expect(await exists("daemonset", "node-local-dns")).toBe(true);
	});

	it("leaves nothing behind once it is gone", async () => {
		await kubectl("delete", "pod", "cached", "--now");
		const { code, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr).toBe(0);
		expect(await changed()).toEqual([]);
	});
});

describe("uninstall in mode intercept", () => {
	it("takes the address of the cluster DNS off the nodes while every name resolves", async () => {
		await install("--mode", "intercept");
		const asked = Promise.all([askFor20s("old-near"), askFor20s("old-far")]);
		const { code, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr).toBe(0);
		expect((await asked).map((text) => text.trim())).toEqual(["0", "0"]);
		for (const place of ["node/near", "node/far"]) {
			const { stdout } = await cluster.run(place, "ip", "-o", "address");
			expect(stdout).not.toMatch(/10\.43\.0\.10|169\.254\.20\.10/);
		}
		expect(await changed()).toEqual([]);
	});
});
