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
import { type Ended, run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-doctor-lab-"));
const kubeconfig = join(folder, "kubeconfig");
const asDoctor = join(folder, "doctor.kubeconfig");
let cluster: DrivenCluster;

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const onSystem = (...argv: string[]) => kubectl("-n", "kube-system", ...argv);
const apply = (objects: string) => cluster.kubectl(["apply", "-f", "-"], objects);
const patch = (kind: string, name: string, change: object) =>
	onSystem("patch", kind, name, "--type=merge", "--patch", JSON.stringify(change));

interface Result {
	readonly id: string;
	readonly status: string;
	readonly text: string;
}

/** doctor as an account that has the rights which `localdns rbac --for doctor` prints, and no others. */
const doctor = (...argv: string[]): Promise<Ended> => run(["doctor", "--kubeconfig", asDoctor, ...argv]);
async function resultsOf(...argv: string[]): Promise<Map<string, Result>> {
	const { stdout, stderr } = await doctor("-o", "json", ...argv);
	if (stdout === "") throw new Error(stderr);
	const { checks } = JSON.parse(stdout) as { checks: Result[] };
	return new Map(checks.map((result) => [result.id, result]));
}
const notWell = (results: ReadonlyMap<string, Result>): string[] =>
	[...results.values()].flatMap(({ id, status }) =>
		status === "ok" || status === "skipped" ? [] : `${status} ${id}`,
	);

/** The same kubeconfig for another account, by its token. */
async function kubeconfigOf(account: string): Promise<string> {
	const config = JSON.parse(readFileSync(kubeconfig, "utf8")) as { users: { user: object }[] };
	const token = (await onSystem("create", "token", account)).trim();
	return JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] });
}

/** Writes a drop-in of K3s on the far node and starts K3s there again. */
async function configureFar(text: string): Promise<void> {
	const file = "/etc/rancher/k3s/config.yaml.d/50-test.yaml";
	const script = `mkdir -p "$(dirname ${file})" && cat >${file} <<'END'\n${text}\nEND\nsystemctl restart k3s-agent`;
	const { code, stderr } = await cluster.run("node/far", "sh", "-c", script);
	if (code !== 0) throw new Error(stderr);
}

beforeAll(async () => {
	await requireClusterLabHost();
	const link = parseLinkSpec("rtt=5ms");
	cluster = await openDrivenCluster({ nodes: 2, link, seed: 11 }, folder);
	await apply((await run(["rbac", "--for", "doctor"])).stdout);
	writeFileSync(asDoctor, await kubeconfigOf("localdns-run-doctor"));
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("doctor on a K3s cluster as it comes", () => {
	it("is content but for K3s' single CoreDNS, under exactly its role", async () => {
		const results = await resultsOf();
		expect(notWell(results)).toEqual(["warning coredns-places"]);
		expect(results.get("rights")?.text).toMatch(/^all \d+ rights/);
		expect(results.get("nodes-ready")?.text).toBe("2 of 2");
		expect((await doctor()).code).toBe(0);
		expect((await doctor("--fail-on", "warning")).code).toBe(1);
		expect((await doctor("--pre")).code).toBe(0);
	});

	it("sees the same as an administrator, whose rights let it ask the kubelets too", async () => {
		const { stdout, code } = await run(["doctor", "--kubeconfig", kubeconfig, "-o", "short"]);
		expect(stdout.match(/LDNS\d+\.md/g)).toEqual(["LDNS623.md"]);
		expect(code).toBe(0);
	});

	it("names every right that an account lacks, and what it therefore cannot find out", async () => {
		await onSystem("create", "serviceaccount", "stranger");
		writeFileSync(join(folder, "stranger"), await kubeconfigOf("stranger"));
		const { stdout, code } = await run(["doctor", "--kubeconfig", join(folder, "stranger")]);
		expect(stdout).toMatch(/rights of \d+ missing: get nodes, list nodes, /);
		expect(stdout).toContain(
			'could not find out: nodes is forbidden: User "system:serviceaccount:kube-system:stranger"',
		);
		expect(code).toBe(1);
	});

	it("knows a token that is no good, an authority that is another one, and a port where nobody listens", async () => {
		const config = readFileSync(kubeconfig, "utf8");
		const { clusters } = JSON.parse(config) as {
			clusters: { cluster: Record<string, string> }[];
		};
		const port = /:(\d+)$/.exec(clusters[0]?.cluster.server ?? "")?.[1] as string;
		const spoilt = {
			LDNS603: JSON.stringify({ ...JSON.parse(config), users: [{ name: "default", user: { token: "no" } }] }),
			LDNS602: config.replace(/"certificate-authority-data": ".*"/, '"tls-server-name": "127.0.0.1"'),
			LDNS601: config.replace(`:${port}"`, ':1"'),
		};
		for (const [code, text] of Object.entries(spoilt)) {
			writeFileSync(join(folder, code), text);
			const ended = await run(["doctor", "--kubeconfig", join(folder, code)]);
			expect(ended.stderr).toContain(`error ${code}: `);
			expect(ended.code).toBe(3);
		}
	});
});

describe("doctor on faults in the API's objects", () => {
	it("finds each of them", async () => {
		const corefile = await onSystem("get", "configmap", "coredns", "-o", "jsonpath={.data.Corefile}");
		await patch("configmap", "coredns", { data: { Corefile: corefile.replace("cache 30", "cache 60") } });
		await patch("configmap", "cluster-dns", {
			data: { clusterDNS: "10.43.0.99", clusterDomain: "corp.local" },
		});
		await patch("service", "kube-dns", { spec: { ports: [{ name: "dns", port: 53, protocol: "UDP" }] } });
		const data = { "mine.conf": "", "mine.server": "corp.example {\n    relaod\n}\n" };
		await apply(
			JSON.stringify({
				apiVersion: "v1",
				kind: "ConfigMap",
				metadata: { name: "coredns-custom", namespace: "kube-system" },
				data,
			}),
		);
		const isolate = { podSelector: {}, policyTypes: ["Egress"] };
		await apply(
			JSON.stringify({
				apiVersion: "networking.k8s.io/v1",
				kind: "NetworkPolicy",
				metadata: { name: "isolate", namespace: "default" },
				spec: isolate,
			}),
		);
		const taker = JSON.parse(shellPod("taker", "near")) as { spec: { containers: object[] } };
		taker.spec.containers[0] = {
			...taker.spec.containers[0],
			ports: [{ containerPort: 53, hostPort: 53, protocol: "UDP" }],
		};
		await runPods(cluster, shellPod("old", "far"), JSON.stringify(taker));
		for (const node of ["near", "far"])
			await kubectl("annotate", "node", node, "flannel.alpha.coreos.com/backend-type=vxlan");

		const results = await resultsOf();
		const found: Record<string, [string, RegExp]> = {
			"coredns-edited": ["warning", /the Corefile, changed by kubectl-patch/],
			"cluster-dns-noted": ["warning", /says 10.43.0.99, the Service has 10.43.0.10/],
			"cluster-dns-service": ["error", /no port 53 for TCP/],
			"cluster-domain": ["error", /pods search corp.local, CoreDNS answers cluster.local/],
			"coredns-custom": ["warning", /not mine.conf/],
			"cluster-corefile": ["error", /mine.server:2 .*relaod/],
			"egress-policies": [
				"warning",
				/2 pods could not reach 169.254.20.10, in 1 namespace, by default\/isolate/,
			],
			"port-53": ["error", /^default\/Pod\/taker, on 1 node/],
			"flannel-comes-back": ["warning", /far \(v1.34.2\+k3s1\), near/],
			"path-mtu": ["warning", /carries 1230 bytes/],
		};
		for (const [id, [status, text]] of Object.entries(found)) {
			expect(results.get(id)?.status, id).toBe(status);
			expect(results.get(id)?.text, id).toMatch(text);
		}
		expect(notWell(results).toSorted()).toEqual(
			[
				...Object.entries(found).map(([id, [status]]) => `${status} ${id}`),
				"warning coredns-places",
			].toSorted(),
		);

		await kubectl("delete", "networkpolicy", "isolate");
		await kubectl("delete", "pod", "taker");
		await onSystem("delete", "configmap", "coredns-custom");
		// A restart takes back what K3s has packaged, as doctor has warned.
		await cluster.run("node/near", "systemctl", "restart", "k3s");
		const after = await eventually(
			() => resultsOf("--check", "coredns-edited", "--check", "cluster-dns-service").catch(() => new Map()),
			(results) => results.size > 0 && notWell(results).length === 0,
		);
		expect(notWell(after)).toEqual([]);
	});

	it("finds a CoreDNS that has no pod", async () => {
		await onSystem("scale", "deployment", "coredns", "--replicas=0");
		const results = await eventually(
			() => resultsOf("--check", "coredns-ready"),
			(results) => notWell(results).length > 0,
		);
		expect(results.get("coredns-ready")?.text).toBe(
			"Service kube-dns has no ready pod; the Deployment wants 0",
		);
		await onSystem("scale", "deployment", "coredns", "--replicas=1");
		await onSystem("rollout", "status", "deployment/coredns", "--timeout=60s");
	});
});

describe("doctor on faults in the configuration of K3s", () => {
	it("finds each of them in what K3s notes on its node", async () => {
		await configureFar(
			[
				"kubelet-arg: [cluster-dns=10.9.9.9, enable-controller-attach-detach]",
				"kube-proxy-arg: [proxy-mode=nftables]",
				"resolv-conf: /etc/resolv.conf",
			].join("\n"),
		);
		const ids = ["competing-flags", "swallowed-arguments", "kube-proxy", "host-resolver"];
		const only = ids.flatMap((id) => ["--check", id]);
		const results = await eventually(
			() => resultsOf(...only),
			(results) => notWell(results).length === ids.length,
		);
		expect(ids.map((id) => results.get(id)?.text)).toEqual([
			"far (cluster-dns=10.9.9.9)",
			"without =: far (enable-controller-attach-detach)",
			"only mode kubelet works there: far (nftables)",
			"K3s takes it unread, loopback addresses too: far (/etc/resolv.conf)",
		]);
	});
});

describe("doctor on an installation", () => {
	const ids = [
		"cache-installed",
		"cache-ready",
		"cache-upstream",
		"cache-corefile",
		"nodes-with-cache",
		"pods-with-cache",
	];
	const only = ids.flatMap((id) => ["--check", id]);

	it("follows it: installed, turned, and then taken out too early", async () => {
		await configureFar("{}");
		await apply((await run(["render"])).stdout);
		await onSystem("rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		const installed = await eventually(
			() => resultsOf(...only),
			(results) => !notWell(results).includes("error cache-ready"),
		);
		expect(notWell(installed)).toEqual(["warning nodes-with-cache"]);
		expect(installed.get("nodes-with-cache")?.text).toBe("0 of 2; not far, near");

		await configureFar('kubelet-arg+: ["cluster-dns=169.254.20.10"]');
		const turned = await eventually(
			() => resultsOf(...only),
			(results) => results.get("nodes-with-cache")?.text === "1 of 2; not near",
		);
		expect(notWell(turned)).toEqual(["warning nodes-with-cache", "warning pods-with-cache"]);
		expect(turned.get("pods-with-cache")?.text).toBe(
			"1 pod still with the former nameserver: default/Pod/old",
		);

		await onSystem("delete", "daemonset", "node-local-dns");
		const gone = await resultsOf(...only);
		expect(notWell(gone)).toEqual(["error cache-installed"]);
		expect(gone.get("cache-installed")?.text).toMatch(/^new pods on far ask a cache, and none is installed/);
		expect((await doctor(...only)).code).toBe(1);
	});
});
