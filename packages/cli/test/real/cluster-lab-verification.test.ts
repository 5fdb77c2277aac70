import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { buildLookupBundle } from "../../../probe-image/scripts/build-bundle.ts";
import type { Cluster } from "../../src/ports/cluster.ts";
import type { NodeVerdict, VerificationAim } from "../../src/ports/verification.ts";
import { openVerification, type VerificationSettings } from "../../src/use-cases/change/verify-nodes.ts";
import { kubectlCluster } from "./kubectl-cluster.ts";
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-verification-lab-"));
let driven: DrivenCluster;
let cluster: Cluster;
let program = "";
/** Address of a server that says of every name that there is none. */
let denier = "";
const denierObjects = [
	{
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: "denier" },
		data: { Corefile: ".:53 {\n  template IN ANY . {\n    rcode NXDOMAIN\n  }\n}\n" },
	},
	{
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "denier" },
		spec: {
			terminationGracePeriodSeconds: 0,
			containers: [
				{
					name: "coredns",
					image: "rancher/mirrored-coredns-coredns:1.13.2",
					args: ["-conf", "/etc/coredns/Corefile"],
					volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
				},
			],
			volumes: [{ name: "config", configMap: { name: "denier" } }],
		},
	},
];

const kubectl = (...argv: string[]) => driven.kubectl(argv);
const onSystem = (...argv: string[]) => kubectl("-n", "kube-system", ...argv);
const apply = (object: object | string) =>
	driven.kubectl(["apply", "-f", "-"], typeof object === "string" ? object : JSON.stringify(object));
const on = async (node: string, ...argv: string[]): Promise<void> => {
	const { code, stderr } = await driven.run(`node/${node}`, ...argv);
	if (code !== 0) throw new Error(stderr);
};

const cache: VerificationAim = { by: "address", nameservers: ["169.254.20.10"] };
let runs = 0;
const verification = (more: Partial<VerificationSettings> = {}) => {
	runs += 1;
	return openVerification(cluster, {
		run: `t${runs}`,
		program,
		clusterDomain: "cluster.local",
		clusterDns: ["10.43.0.10"],
		externalName: "api-0.example.com",
		onChange: () => {},
		...more,
	});
};
/** In an operation of its own. */
async function verify(
	nodes: readonly string[],
	aim = cache,
	more: Partial<VerificationSettings> = {},
): Promise<readonly NodeVerdict[]> {
	const each = verification(more);
	await each.open();
	const verdicts = await each.verify(nodes, aim);
	await each.close();
	return verdicts;
}
const both = ["near", "far"];
/** Verdicts in a few words: `far fails LDNS730`. */
const words = (verdicts: readonly NodeVerdict[]): string[] =>
	verdicts.map(
		(verdict) => `${verdict.node} ${verdict.is}${verdict.is === "resolves" ? "" : ` ${verdict.error.code}`}`,
	);
const failuresOf = (verdict: NodeVerdict | undefined): readonly string[] =>
	verdict?.is === "fails" ? verdict.failures : [];
const reasonOf = (verdict: NodeVerdict | undefined): string =>
	verdict === undefined || verdict.is === "resolves"
		? ""
		: `${verdict.error.message}: ${verdict.error.reason}`;

beforeAll(async () => {
	await requireClusterLabHost();
	const bundle = join(folder, "lookup.mjs");
	await buildLookupBundle(bundle);
	program = readFileSync(bundle, "utf8");
	const link = parseLinkSpec("rtt=5ms,loss=5%");
	driven = await openDrivenCluster({ nodes: 2, link, seed: 21 }, folder);
	cluster = kubectlCluster(join(folder, "kubeconfig"), driven);
	const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
	const service = (name: string, spec: object) => ({
		apiVersion: "v1",
		kind: "Service",
		metadata: { name, namespace: "shop" },
		spec: { ports: [{ port: 80 }], selector: { app: name }, ...spec },
	});
	const items = [namespace, service("web", {}), service("pods", { clusterIP: "None" })];
	const custom = {
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: "coredns-custom", namespace: "kube-system" },
		data: { "corp.server": "corp.example:53 {\n  hosts {\n    192.0.2.77 corp.example\n  }\n}\n" },
	};
	await apply({ apiVersion: "v1", kind: "List", items: [...items, custom, ...denierObjects] });
	await onSystem("rollout", "restart", "deployment/coredns");
	await onSystem("rollout", "status", "deployment/coredns", "--timeout=60s");
	await kubectl("wait", "--for=condition=Ready", "--timeout=60s", "pod/denier");
	denier = await kubectl("get", "pod", "denier", "-o", "jsonpath={.status.podIP}");
});
afterAll(async () => {
	cluster?.close();
	await driven?.close();
	rmSync(folder, { recursive: true });
});

describe("before there is a cache", () => {
	it("fails on each node, fails at a server that denies every name, and is content with the cluster DNS itself", async () => {
		const each = verification();
		await each.open();
		const [absent, denied, present, misdirected] = await Promise.all([
			each.verify(both, cache),
			each.verify(["far"], { by: "address", nameservers: [denier] }),
			each.verify(both, { by: "kubelet", nameservers: ["10.43.0.10"] }),
			each.verify(["far"], { by: "kubelet", nameservers: ["169.254.20.10"] }),
		]);
		expect(words(present)).toEqual(["near resolves", "far resolves"]);
		expect(words(absent)).toEqual(["near fails LDNS730", "far fails LDNS730"]);
		expect(failuresOf(absent[1])[0]).toMatch(
			/^udp A kubernetes.default.svc.cluster.local. at 169.254.20.10: expected 10.43.0.1, got /,
		);
		expect(words(denied)).toEqual(["far fails LDNS730"]);
		expect(failuresOf(denied[0])).toContain(
			`udp A kubernetes.default.svc.cluster.local. at ${denier}: expected 10.43.0.1, got no such name (NXDOMAIN)`,
		);
		expect(failuresOf(denied[0]).some((failure) => failure.includes("corp.example."))).toBe(true);
		expect(words(misdirected)).toEqual(["far fails LDNS731"]);
		expect(failuresOf(misdirected[0])).toEqual([
			"resolv.conf of a new pod has 10.43.0.10, expected 169.254.20.10",
		]);

		const labels = await kubectl("get", "namespace", "localdns-verify", "-o", "jsonpath={.metadata.labels}");
		expect(JSON.parse(labels)).toMatchObject({ "pod-security.kubernetes.io/enforce": "restricted" });
		const privileged = { name: "x", image: "x", securityContext: { privileged: true } };
		const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace: "localdns-verify" } };
		await expect(apply({ ...pod, spec: { containers: [privileged] } })).rejects.toThrow(
			/violates PodSecurity/,
		);
		await each.close();
		expect(await kubectl("get", "namespace", "localdns-verify", "--ignore-not-found")).toBe("");
	});
});

describe("with the resilient cache", () => {
	it("resolves on every node over a link that loses a twentieth", async () => {
		const imported = join(folder, "coredns.yaml");
		const maps = await onSystem("get", "configmap", "coredns", "coredns-custom", "-o", "json");
		writeFileSync(imported, maps);
		const { stdout, stderr } = await run(["render", "--import-cluster-dns", imported]);
		if (stdout === "") throw new Error(stderr);
		await apply(stdout);
		await onSystem("rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		const verdicts = await verify(both);
		expect(verdicts).toEqual([
			{ node: "near", is: "resolves" },
			{ node: "far", is: "resolves" },
		]);
	});

	it("tells the one node whose pods cannot reach the cache", async () => {
		// What a network policy controller does with pods whose egress may not go there.
		const rule = ["-d", "169.254.20.10", "-j", "DROP"];
		await on("far", "iptables", "-t", "raw", "-I", "PREROUTING", ...rule);
		const verdicts = await verify(both);
		await on("far", "iptables", "-t", "raw", "-D", "PREROUTING", ...rule);
		expect(words(verdicts)).toEqual(["near resolves", "far fails LDNS730"]);
		expect(failuresOf(verdicts[1]).join("\n")).toContain("got no answer to 5 tries");
		expect(reasonOf(verdicts[1])).toMatch(/^\d+ of \d+ questions of a fresh pod on far to 169.254.20.10/);
	});

	it("finds a Corefile that asks a cluster DNS which is not there", async () => {
		const corefile = await onSystem("get", "configmap", "node-local-dns", "-o", "jsonpath={.data.Corefile}");
		const data = { Corefile: corefile.replaceAll("10.43.0.10", "10.43.0.99") };
		await onSystem(
			"patch",
			"configmap",
			"node-local-dns",
			"--type=merge",
			"--patch",
			JSON.stringify({ data }),
		);
		await onSystem("rollout", "restart", "daemonset/node-local-dns");
		await onSystem("rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		const verdicts = await verify(both);
		expect(words(verdicts)).toEqual(["near fails LDNS730", "far fails LDNS730"]);
		expect(failuresOf(verdicts[0]).join("\n")).toMatch(/expected 10.43.0.1, got (SERVFAIL|no answer)/);
	});
});

describe("where no pod can run", () => {
	const soon = { startPatienceMs: 6000 };

	it("says so of a node without the image", async () => {
		const ctr = ["ctr", "-a", "/run/k3s/containerd/containerd.sock", "-n", "k8s.io", "images"];
		await on("far", ...ctr, "tag", "docker.io/library/node:24-alpine", "docker.io/library/kept:1");
		await on("far", ...ctr, "rm", "docker.io/library/node:24-alpine");
		const [never] = await verify(["far"], cache, { images: { pullPolicy: "Never" } });
		await on("far", ...ctr, "tag", "docker.io/library/kept:1", "docker.io/library/node:24-alpine");
		expect(words([never] as NodeVerdict[])).toEqual(["far unknown LDNS733"]);
		expect(reasonOf(never)).toMatch(/ErrImageNeverPull/);
	});

	it("says so of a full node", async () => {
		const file = "/etc/rancher/k3s/config.yaml.d/50-test.yaml";
		const script = `mkdir -p "$(dirname ${file})" && echo 'kubelet-arg: [max-pods=1]' >${file} && systemctl restart k3s-agent`;
		await on("far", "sh", "-c", script);
		await kubectl("wait", "--for=jsonpath={.status.allocatable.pods}=1", "--timeout=60s", "node/far");
		const verdicts = await verify(["far"], cache, soon);
		expect(words(verdicts)).toEqual(["far unknown LDNS732"]);
		expect(reasonOf(verdicts[0])).toMatch(/Unschedulable: .*Too many pods/);
		await on("far", "sh", "-c", `rm ${file} && systemctl restart k3s-agent`);
		await kubectl("wait", "--for=jsonpath={.status.allocatable.pods}=110", "--timeout=60s", "node/far");
	});

	it("tries a second pod where the first was taken away, and leaves a namespace that was there before", async () => {
		await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "localdns-verify" } });
		const each = verification();
		await each.open();
		const verdicts = each.verify(["near"], { by: "kubelet", nameservers: ["10.43.0.10"] });
		await sleep(1500);
		const pods = await kubectl(
			"-n",
			"localdns-verify",
			"delete",
			"pods",
			"--all",
			"--grace-period=0",
			"--force",
		);
		expect(pods).toMatch(/verify-t\d+-1-near/);
		expect(words(await verdicts)).toEqual(["near resolves"]);
		await each.close();
		expect(await kubectl("-n", "localdns-verify", "get", "pods,configmaps", "-o", "name")).toBe(
			"configmap/kube-root-ca.crt\n",
		);
	});

	it("says so where a quota is exhausted, and of a node that is gone", async () => {
		const metadata = { name: "none", namespace: "localdns-verify" };
		await apply({ apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard: { pods: "0" } } });
		const quota = [
			"-n",
			"localdns-verify",
			"get",
			"resourcequota",
			"none",
			"-o",
			"jsonpath={.status.hard.pods}",
		];
		await eventually(
			() => kubectl(...quota),
			(hard) => hard === "0",
		);
		const [full] = await verify(["near"]);
		expect(full?.is).toBe("unknown");
		expect(reasonOf(full)).toMatch(/exceeded quota/);
		await kubectl("-n", "localdns-verify", "delete", "resourcequota", "none");
		await on("far", "systemctl", "stop", "k3s-agent");
		// What the node controller says when it has heard nothing for 50 s.
		const unknown = { type: "Ready", status: "Unknown", message: "Kubelet stopped posting node status." };
		const change = JSON.stringify({ status: { conditions: [unknown] } });
		await kubectl("patch", "node", "far", "--subresource=status", "--patch", change);
		const [gone, absent] = await verify(["far", "nowhere"], cache, soon);
		expect(words([gone, absent] as NodeVerdict[])).toEqual([
			"far unknown LDNS735",
			"nowhere unknown LDNS735",
		]);
	});
});
