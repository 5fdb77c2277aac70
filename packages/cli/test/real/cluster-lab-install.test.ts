import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	openDrivenCluster,
	requireClusterLabHost,
	runPods,
	shellPod,
} from "../../../lab/test/real/cluster-driver.ts";
import { type Dump, differences, dumpFiles, dumpObjects } from "./cluster-dump.ts";
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-install-lab-"));
const kubeconfig = join(folder, "install.kubeconfig");
let cluster: DrivenCluster;
let before: { objects: Dump; files: Dump };

const configFile = (name: string, settings: string): string => {
	const file = join(folder, name);
	writeFileSync(file, `apiVersion: localdns.dev/v1alpha1\nkind: Config\n${settings}`);
	return file;
};
const badImage = configFile("bad-image.yaml", "images:\n  cache: registry.invalid/no-such:1\n");
const kubectl = (...argv: string[]) => cluster.kubectl(argv);
/** As an account that has the rights which `localdns rbac --for install` prints, and no others. */
const install = (...argv: string[]) => run(["install", "--kubeconfig", kubeconfig, ...argv]);
const argsOf = (node: string) =>
	kubectl("get", "node", node, "-o", "jsonpath={.metadata.annotations.k3s\\.io/node-args}");
const changed = async () => [
	...differences(before.objects, await dumpObjects(cluster)),
	...differences(before.files, await dumpFiles(cluster)),
];
/** Versions of everything that localdns manages; a write changes one of them. */
const versions = () =>
	kubectl(
		...["get", "daemonset,configmap,service,serviceaccount", "-n", "kube-system", "-o", "json"],
		...["-l", "app.kubernetes.io/managed-by=localdns"],
	).then((text) =>
		(JSON.parse(text) as { items: { kind: string; metadata: Record<string, unknown> }[] }).items.map(
			({ kind, metadata: { name, resourceVersion, generation } }) => ({
				object: `${kind} ${String(name)}`,
				// Its controller writes the status of a DaemonSet.
				version: kind === "DaemonSet" ? generation : resourceVersion,
			}),
		),
	);

const corefile = () =>
	kubectl("-n", "kube-system", "get", "configmap", "node-local-dns", "-o", "jsonpath={.data.Corefile}");
const resolves = (pod: string) =>
	kubectl("exec", pod, "--", "nslookup", "kubernetes.default.svc.cluster.local").then(
		(text) => text.includes("10.43.0.1"),
		() => false,
	);

beforeAll(async () => {
	await requireClusterLabHost();
	cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 19 }, folder);
	await cluster.kubectl(["apply", "-f", "-"], (await run(["rbac", "--for", "install"])).stdout);
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as { users: object[] };
	const token = (await kubectl("-n", "kube-system", "create", "token", "localdns-run-install")).trim();
	writeFileSync(kubeconfig, JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }));
	await runPods(cluster, shellPod("old", "far"));
	before = { objects: await dumpObjects(cluster), files: await dumpFiles(cluster) };
}, 120_000);
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("what install does before it writes", () => {
	it("changes nothing where nobody can say yes, in dry runs, and for a canary that is not there", async () => {
		const mute = await install();
		expect(mute.code, mute.stderr).toBe(2);
		expect(mute.stderr).toContain("LDNS746");
		const dry = await install("--dry-run=server", "-o", "json");
		expect(dry.code, dry.stderr).toBe(0);
		expect(JSON.parse(dry.stdout)).toMatchObject({
			kind: "InstallReport",
			dryRun: true,
			nodes: [
				{ node: "far", role: "agent", canary: true, state: "to-turn" },
				{ node: "near", role: "server", canary: false, state: "to-turn" },
			],
		});
		const wrong = await install("--yes", "--canary", "nowhere");
		expect(wrong.code, wrong.stderr).toBe(2);
		expect(wrong.stderr).toContain("LDNS755");
		expect(await changed()).toEqual([]);
	});
});

describe("an install whose cache does not come up", () => {
	it("is taken back without a trace", async () => {
		const { code, stderr } = await install("--yes", "-f", badImage, "--timeout", "10s");
		expect(code, stderr).toBe(4);
		expect(stderr).toContain("LDNS712");
		expect(stderr).toContain("no-such:1");
		expect(await changed()).toEqual([]);
	});
});

describe("install", () => {
	it("stages the cache without turning a node", async () => {
		const { code, stdout, stderr } = await install("--yes", "--stage-only");
		expect(code, stderr).toBe(0);
		expect(stdout).toContain("the cache resolves on far, near");
		expect(await argsOf("far")).not.toContain("cluster-dns");
		expect(await kubectl("get", "namespaces", "-o", "name")).toContain("localdns-verify");
	});

	it("turns agent and server, and new pods ask the cache", async () => {
		const { code, stdout, stderr } = await install("--yes", "-o", "json");
		expect(code, stderr).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({
			changed: [],
			verified: ["far", "near"],
			nodes: [
				{ node: "far", state: "turned" },
				{ node: "near", state: "turned" },
			],
		});
		for (const node of ["far", "near"]) expect(await argsOf(node)).toContain("cluster-dns=169.254.20.10");
		await runPods(cluster, shellPod("new", "far"));
		expect(await kubectl("exec", "new", "--", "cat", "/etc/resolv.conf")).toContain(
			"nameserver 169.254.20.10",
		);
		expect(await kubectl("exec", "old", "--", "cat", "/etc/resolv.conf")).toContain("nameserver 10.43.0.10");
	});

	it("writes nothing when it runs again", async () => {
		const then = await versions();
		const { code, stdout, stderr } = await install("-o", "json");
		expect(code, stderr).toBe(0);
		const report = JSON.parse(stdout) as { objects: { change: string }[]; nodes: unknown[] };
		expect(new Set(report.objects.map(({ change }) => change))).toEqual(new Set(["unchanged"]));
		expect(report.nodes).toEqual([]);
		expect(await versions()).toEqual(then);
	});

	it("names field and owner of a conflict, and takes the field when told to", async () => {
		await cluster.kubectl(
			["apply", "--server-side", "--field-manager=somebody", "--force-conflicts", "-f", "-"],
			JSON.stringify({
				apiVersion: "apps/v1",
				kind: "DaemonSet",
				metadata: { name: "node-local-dns", namespace: "kube-system" },
				spec: { revisionHistoryLimit: 5 },
			}),
		);
		const refused = await install("--yes");
		expect(refused.code, refused.stderr).toBe(1);
		expect(refused.stderr).toMatch(/LDNS701[\s\S]*revisionHistoryLimit[\s\S]*somebody/);
		const { code, stderr } = await install("--yes", "--force-conflicts");
		expect(code, stderr).toBe(0);
	});

	it("brings other settings to a running cache", async () => {
		const file = configFile("metrics.yaml", "metrics: local\n");
		const { code, stdout, stderr } = await install("--yes", "-f", file);
		expect(code, stderr).toBe(0);
		expect(stdout).toContain("ConfigMap kube-system/node-local-dns");
		expect(await corefile()).toContain("prometheus 169.254.20.10:9253");
		expect(await resolves("new")).toBe(true);
	});

	it("takes an upgrade back whose answers are not those of the cluster DNS", async () => {
		const then = await corefile();
		// It asks the node's own resolvers for names of nodes, which only the cluster DNS knows.
		const { code, stderr } = await install("--yes", "--profile", "upstream");
		expect(code, stderr).toBe(4);
		expect(stderr).toMatch(/LDNS713[\s\S]*near\. at 169\.254\.20\.10: expected/);
		expect(await corefile()).toBe(then);
	});

	it("takes an upgrade back whose pods do not come up, and the cache answers as before", async () => {
		const then = await corefile();
		const { code, stderr } = await install("--yes", "-f", badImage, "--timeout", "15s");
		expect(code, stderr).toBe(4);
		expect(await corefile()).toBe(then);
		await kubectl("-n", "kube-system", "rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		expect(await resolves("new")).toBe(true);
	});

	it("goes over to mode intercept, tried against the cluster DNS' second Service, and not back while pods ask there", async () => {
		const over = await install("--yes", "--mode", "intercept");
		expect(over.code, over.stderr).toBe(0);
		expect(over.stdout).toContain("the cache resolves on far, near");
		expect(await resolves("old")).toBe(true);
		const back = await install("--yes", "--mode", "kubelet");
		expect(back.code, back.stderr).toBe(1);
		expect(back.stderr).toMatch(/LDNS717[\s\S]*10\.43\.0\.10/);
	});
});
