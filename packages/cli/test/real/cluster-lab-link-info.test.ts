import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { checks, runChecks } from "@localdns/core/checks";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildNodeFacts } from "../../../../scripts/node-facts.ts";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import type { Cluster } from "../../src/ports/cluster.ts";
import { observeCluster } from "../../src/use-cases/observe-cluster.ts";
import { readNodeFacts } from "../../src/use-cases/read-node-facts.ts";
import { watchLinks } from "../../src/use-cases/watch-links/watch-links.ts";
import { kubectlCluster } from "./kubectl-cluster.ts";
import { type Ended, run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-link-info-"));
const program = join(folder, "node-facts.mjs");
let driven: DrivenCluster;
let cluster: Cluster;

beforeAll(async () => {
	await requireClusterLabHost();
	await buildNodeFacts(program);
	driven = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 17 }, folder);
	cluster = kubectlCluster(join(folder, "kubeconfig"), driven);
});
afterAll(async () => {
	await driven?.close();
	rmSync(folder, { recursive: true });
});

const onProgress = () => {};
const observe = () => observeCluster(cluster, { command: "doctor", namespace: "kube-system", onProgress });
const ask = async (images = {}) =>
	readNodeFacts(cluster, await observe(), { program: readFileSync(program, "utf8"), images, onProgress });
const namespaces = async () => (await driven.kubectl(["get", "namespaces", "-o", "name"])).split("\n");

describe("a watch of links where there is no tailscale", () => {
	it("says so for each node, outlives a doctor that asks beside it, and is gone after", async () => {
		const before = await namespaces();
		const watch = watchLinks(
			{ cluster, patient: cluster },
			{
				...{
					run: "plain",
					benchNamespace: "localdns-bench",
					program: readFileSync(program, "utf8"),
					nodes: ["near", "far"],
				},
				...{ targets: [{ node: "near", address: "100.64.0.1" }], longestMs: 60_000, onEvent: () => {} },
			},
		);
		await watch.ready;
		const atMs = Date.now();
		// Its first line comes a moment after its container has begun.
		const logs = ["logs", "--selector", "app.kubernetes.io/name=localdns-link-watch"];
		await eventually(
			() => driven.kubectl(["-n", "localdns-node-config", ...logs]).catch(() => ""),
			(text) => text.split('"kind":"links"').length > 2,
		);
		for (const facts of (await ask()).values()) expect(facts.known).toBe(true);
		expect(await namespaces()).toContain("namespace/localdns-node-config");
		const { links, marks } = await watch.stop({ atMs, durationMs: Date.now() - atMs });
		const reason = "no tailscaled is there (it has no socket)";
		const none = { tailscale: null, reason, mtu: null, paths: [] };
		expect([...links]).toEqual([
			["near", none],
			["far", none],
		]);
		expect(marks).toEqual([]);
		expect(await namespaces()).toEqual(before);
	});
});

describe("pods that find out about their nodes", () => {
	it("tell the truth of this machine's kernel, and of a cluster without tailscale, and are gone after", async () => {
		const before = await namespaces();
		const nodeFacts = await ask();
		expect([...nodeFacts.keys()].toSorted()).toEqual(["far", "near"]);
		const config = gunzipSync(readFileSync("/proc/config.gz")).toString();
		const has = (option: string) => (new RegExp(`^${option}=`, "m").test(config) ? "there" : "absent");
		for (const [node, facts] of nodeFacts) {
			expect(facts, node).toMatchObject({
				known: true,
				value: {
					kernel: {
						release: release(),
						abilities: { dummy: has("CONFIG_DUMMY"), notrack: has("CONFIG_NETFILTER_XT_TARGET_CT") },
					},
					tailscale: { is: "none" },
				},
			});
		}
		const results = runChecks(checks, { ...(await observe()), nodeFacts });
		const statusOf = (id: string) => results.find((each) => each.id === id)?.status;
		for (const id of ["tailscale-running", "tailnet-path", "tailnet-loss", "tailscale-dns"])
			expect(statusOf(id), id).toBe("skipped");
		expect(statusOf("kernel-abilities")).toBe(has("CONFIG_DUMMY") === "there" ? "ok" : "warning");
		expect(statusOf("resolver-loops")).toBe("ok");
		expect(await namespaces()).toEqual(before);
	});

	it("leave a namespace alone that was there before, and nothing in it", async () => {
		const space = {
			apiVersion: "v1",
			kind: "Namespace",
			metadata: {
				name: "localdns-node-config",
				labels: { "pod-security.kubernetes.io/enforce": "privileged" },
			},
		};
		await driven.kubectl(["apply", "-f", "-"], JSON.stringify(space));
		for (const facts of (await ask()).values()) expect(facts.known).toBe(true);
		const left = await driven.kubectl(["-n", "localdns-node-config", "get", "pods,configmaps", "-o", "name"]);
		expect(left.trim()).toBe("configmap/kube-root-ca.crt");
	});

	it("say why where they cannot run", async () => {
		const facts = await ask({ node: "absent.example/node:1", pullPolicy: "Never" });
		for (const [node, reading] of facts) {
			expect(reading, node).toMatchObject({
				known: false,
				because: expect.stringMatching(/ErrImageNeverPull/),
			});
		}
		const [result] = runChecks(
			checks.filter(({ id }) => id === "kernel-abilities"),
			{ ...(await observe()), nodeFacts: facts },
		);
		expect(result).toMatchObject({ status: "unknown", text: expect.stringMatching(/^.*: its pod waits/) });
	});
});

describe("doctor --link-info", () => {
	it("works under exactly the role that rbac prints for it", async () => {
		await driven.kubectl(
			["apply", "-f", "-"],
			(await run(["rbac", "--for", "doctor", "--link-info"])).stdout,
		);
		const account = ["-n", "kube-system", "create", "token", "localdns-run-doctor"];
		const token = (await driven.kubectl(account)).trim();
		const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as {
			users: { user: object }[];
		};
		const asDoctor = join(folder, "doctor.kubeconfig");
		writeFileSync(asDoctor, JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }));
		const doctor = ["doctor", "--kubeconfig", asDoctor, "-o", "json", "--check", "kernel-abilities"];
		const textOf = ({ stdout, stderr }: Ended): string => {
			if (stdout === "") throw new Error(stderr);
			return (JSON.parse(stdout) as { checks: { text: string }[] }).checks[0]?.text ?? "";
		};
		expect(textOf(await run(doctor))).toMatch(/^--link-info has a pod/);
		expect(textOf(await run([...doctor, "--link-info"]))).toMatch(/dummy/);
		const left = await driven.kubectl(["-n", "localdns-node-config", "get", "pods,configmaps", "-o", "name"]);
		expect(left.trim()).toBe("configmap/kube-root-ca.crt");
	});
});
