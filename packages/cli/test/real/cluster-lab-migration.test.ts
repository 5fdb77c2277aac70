import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { buildProbeBundle } from "../../../probe-image/scripts/build-bundle.ts";
import { type Dump, differences, dumpFiles, dumpObjects } from "./cluster-dump.ts";
import { run } from "./localdns-process.ts";
import { openQueryNamespace, type QueryPods, startQueries } from "./query-pods.ts";

/** The set-up that people made by hand after the article, taken over; and a node that joins when that is done. */
const cache = "169.254.20.10";
const folder = mkdtempSync(join(tmpdir(), "localdns-migration-lab-"));
let cluster: DrivenCluster;
let program: string;
let before: { objects: Dump; files: Dump };
let asking: QueryPods;

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const localdns = (...argv: string[]) =>
	run([argv[0] as string, "--kubeconfig", join(folder, "kubeconfig"), ...argv.slice(1)]);
async function on(node: string, script: string): Promise<string> {
	const { code, stdout, stderr } = await cluster.run(`node/${node}`, "sh", "-c", script);
	if (code !== 0) throw new Error(`${script}: ${stderr}`);
	return stdout;
}
const argsOf = (node: string) =>
	kubectl("get", "node", node, "-o", "jsonpath={.metadata.annotations.k3s\\.io/node-args}").catch(() => "");
const unitOf = (node: string) => (node === "near" ? "k3s" : "k3s-agent");
const isReady = (node: string) =>
	kubectl("wait", "--for=condition=Ready", `node/${node}`, "--timeout=40s").catch(() => "");

/** What the article says to put into config.yaml. */
async function turnByHand(node: string): Promise<void> {
	const entry = `kubelet-arg:\\n  - "--cluster-dns=${cache}"\\n`;
	const folderOf = "/etc/rancher/k3s";
	await on(
		node,
		`mkdir -p ${folderOf} && printf '${entry}' >>${folderOf}/config.yaml && systemctl restart ${unitOf(node)}`,
	);
	await eventually(
		() => argsOf(node),
		(args) => args.includes(cache),
	);
	await isReady(node);
}
async function untouch(node: string): Promise<void> {
	await on(node, `rm /etc/rancher/k3s/config.yaml && systemctl restart ${unitOf(node)}`);
	await eventually(
		() => argsOf(node),
		(args) => args !== "" && !args.includes(cache),
	);
	await isReady(node);
}
const states = async () =>
	(
		JSON.parse((await localdns("status", "-o", "json")).stdout) as {
			nodes: { name: string; state: string }[];
		}
	).nodes.map(({ name, state }) => `${name} ${state}`);

beforeAll(async () => {
	await requireClusterLabHost();
	const bundle = join(folder, "probe.mjs");
	await buildProbeBundle(bundle);
	program = readFileSync(bundle, "utf8");
	cluster = await openDrivenCluster({ nodes: 3, link: parseLinkSpec("rtt=20ms"), seed: 9 }, folder);
	// It is to join later.
	await on("far-2", "systemctl stop k3s-agent");
	await kubectl("delete", "node", "far-2");
	await openQueryNamespace(cluster);
	before = { objects: await dumpObjects(cluster), files: await dumpFiles(cluster) };
	await cluster.kubectl(["apply", "-f", "-"], (await run(["render", "--profile", "article"])).stdout);
	await kubectl("-n", "kube-system", "rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
	for (const node of ["far", "near"]) await turnByHand(node);
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("from the article's set-up to ours", () => {
	it("is refused unless it is asked for, and nothing is touched", async () => {
		const daemonSet = () => kubectl("-n", "kube-system", "get", "daemonset", "node-local-dns", "-o", "yaml");
		const found = await daemonSet();
		const { code, stderr } = await localdns("install", "--yes");
		expect(code, stderr).toBe(1);
		expect(stderr).toContain("--adopt");
		expect(await daemonSet()).toBe(found);
	});

	it("takes objects and nodes over, with a gap while the article's pods end", async () => {
		asking = await startQueries(
			cluster,
			{ run: "gap", nodes: ["far", "near"], asking: { cache }, stubProfile: "raw" },
			program,
		);
		const { code, stdout, stderr } = await localdns("install", "--adopt", "--yes");
		expect(code, stderr).toBe(0);
		expect(stdout).toContain("turned: far, near");
		const asked = await asking.stop();
		for (const { node, gapMs, failed, resolutions } of asked)
			process.stdout.write(
				`asked without a break, ${node}: no answer for ${gapMs} ms, ${failed.length} of ${resolutions} failed\n`,
			);
		expect(await states()).toEqual(["far asks-cache", "near asks-cache"]);
		const { code: well, stdout: status } = await localdns("status", "-o", "short");
		expect(well, status).toBe(0);
		expect((await localdns("diff", "-o", "short")).stdout).not.toMatch(/^[~+-]/m);
	});
});

describe("a node that joins later", () => {
	it("is named by status, and taken in by the next install", async () => {
		await on("far-2", "systemctl start k3s-agent");
		await eventually(states, (all) => all.includes("far-2 new"));
		const { code, stdout } = await localdns("status", "-o", "short");
		expect(code).toBe(1);
		expect(stdout).toMatch(/LDNS754 far-2/);
		const installed = await localdns("install", "--yes", "-o", "json");
		expect(installed.code, installed.stderr).toBe(0);
		expect(await states()).toEqual(["far asks-cache", "far-2 asks-cache", "near asks-cache"]);
		expect((await localdns("status", "-o", "short")).code).toBe(0);
	});
});

describe("and back", () => {
	it("gives nodes what they had, and keeps the cache that this asks for", async () => {
		const { code, stdout, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr + stdout).toBe(1);
		expect(stderr).toMatch(/LDNS741\S* far, near: hands out the cache by an entry that is not localdns'/);
		expect(await on("far", "cat /etc/rancher/k3s/config.yaml")).toContain(`--cluster-dns=${cache}`);
		expect(await on("far", "find /etc/rancher/k3s")).not.toContain("localdns");
	});

	it("goes when that is taken out by hand", async () => {
		for (const node of ["far", "near"]) await untouch(node);
		const { code, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr).toBe(0);
		const isOurs = (line: string) => !line.includes("far-2");
		expect(differences(before.objects, await dumpObjects(cluster)).filter(isOurs)).toEqual([]);
		expect(differences(before.files, await dumpFiles(cluster)).filter(isOurs)).toEqual([]);
	});
});
