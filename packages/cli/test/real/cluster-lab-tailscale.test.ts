import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LinkProof, parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildNodeFacts } from "../../../../scripts/node-facts.ts";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
	runPods,
	shellPod,
} from "../../../lab/test/real/cluster-driver.ts";
import { openCluster } from "../../src/adapters/kubernetes/cluster-reader.ts";
import { observeCluster } from "../../src/use-cases/observe-cluster.ts";
import { pathTargets } from "../../src/use-cases/path-targets.ts";
import { cleanUpLinkWatches } from "../../src/use-cases/watch-links/remove-link-watches.ts";
import { watchLinks } from "../../src/use-cases/watch-links/watch-links.ts";
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-tailscale-"));
let cluster: DrivenCluster;
let upMs: number;
const link = "rtt=60ms,jitter=2ms,loss=1%";

beforeAll(async () => {
	await requireClusterLabHost();
	const began = performance.now();
	cluster = await openDrivenCluster(
		{ nodes: 2, link: parseLinkSpec(link), seed: 7, overlay: "tailscale" },
		folder,
	);
	upMs = performance.now() - began;
	await runPods(cluster, shellPod("on-near", "near"), shellPod("on-far", "far"));
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const lookUp = (pod: string, name: string) =>
	eventually(
		() => kubectl("exec", pod, "--", "nslookup", name).catch((error: Error) => error.message),
		(text) => text.includes("Address: "),
	);
/** What doctor says of the ways between the nodes, as a pod that is nobody finds out. */
async function pathText(): Promise<string> {
	const doctor = ["doctor", "--kubeconfig", join(folder, "kubeconfig"), "--link-info", "-o", "json"];
	const { stdout, stderr } = await run([...doctor, "--check", "tailnet-path"]);
	if (stdout === "") throw new Error(stderr);
	return JSON.stringify((JSON.parse(stdout) as { checks: unknown[] }).checks);
}

describe("a cluster on a real tailnet", () => {
	it("is ready within 90 seconds, and its nodes have the tailnet's addresses", async () => {
		expect(upMs).toBeLessThan(90_000);
		const column =
			"custom-columns=A:.status.addresses[0].address,B:.metadata.annotations.k3s\\.io/internal-ip";
		expect((await kubectl("get", "nodes", "--no-headers", "-o", column)).trim().split(/\s+/)).toEqual([
			...["100.64.0.2", "100.64.0.2"],
			...["100.64.0.1", "100.64.0.1"],
		]);
		const links = (await cluster.run("node/far", "ip", "-o", "link")).stdout;
		expect(links).toMatch(/tailscale0:.* mtu 1280 /);
		expect(links).toMatch(/flannel\.1:.* mtu 1230 /);
		expect(await kubectl("exec", "on-far", "--", "cat", "/sys/class/net/eth0/mtu")).toBe("1230\n");
	});

	it.each(["on-near", "on-far"])(
		"resolves the cluster's names and the outside's in a pod: %s",
		async (pod) => {
			expect(await lookUp(pod, "kubernetes.default.svc.cluster.local.")).toContain("10.43.0.1");
			expect(await lookUp(pod, "api-0.example.com.")).toContain("192.0.2.1");
		},
	);

	it("crosses the link with what goes over the tailnet", async () => {
		// A busy machine is slower than the link.
		const prove = () => cluster.order<LinkProof>({ do: "prove", forMs: 2000 });
		expect(await eventually(prove, ({ inForce }) => inForce)).toMatchObject({ inForce: true });
	});

	it("has a way that doctor names: direct, then the DERP server once the link lets no UDP pass", async () => {
		expect(await pathText()).toMatch(/direct/);
		await cluster.order({ do: "link", spec: parseLinkSpec(`${link},udp-limit=0`) });
		// A pod that asks in the midst of the change may have lost every ping.
		let text = "";
		for (let tries = 0; tries < 5 && !/DERP/i.test(text); tries += 1) text = await pathText();
		expect(text).toMatch(/DERP.*lab/i);
		expect(await lookUp("on-far", "kubernetes.default.svc.cluster.local.")).toContain("10.43.0.1");
		await cluster.order({ do: "link", spec: parseLinkSpec(link) });
	});

	it("has its pods' way again after tailscaled was restarted", async () => {
		await cluster.run("node/far", "systemctl", "restart", "tailscaled");
		expect(await lookUp("on-far", "kubernetes.default.svc.cluster.local.")).toContain("10.43.0.1");
	});
});

/** Whose role is exactly the one that `rbac` prints for a bench with --link-info. */
async function asBench(): Promise<string> {
	const role = (await run(["rbac", "--for", "bench", "--link-info"])).stdout;
	await cluster.kubectl(["apply", "-f", "-"], role);
	const token = (await kubectl("-n", "localdns-bench", "create", "token", "localdns-run-bench")).trim();
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as {
		users: { user: object }[];
	};
	const path = join(folder, "bench.kubeconfig");
	writeFileSync(path, JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }));
	return path;
}

describe("the links beside a bench", () => {
	it("are watched by nobody under the role of bench: the way, its loss, the moment that it changed", async () => {
		const program = join(folder, "node-facts.mjs");
		await buildNodeFacts(program);
		const admin = openCluster({ kubeconfig: join(folder, "kubeconfig"), requestTimeoutMs: 30_000 });
		const snapshot = await observeCluster(admin, {
			...{ command: "doctor", namespace: "kube-system" },
			onProgress: () => {},
		});
		const said: string[] = [];
		const settings = {
			benchNamespace: "localdns-bench",
			...{ program: readFileSync(program, "utf8"), nodes: ["near", "far"], targets: pathTargets(snapshot) },
			longestMs: 120_000,
			onEvent: (event: object) => void said.push(JSON.stringify(event)),
		};
		const bench = openCluster({ kubeconfig: await asBench(), requestTimeoutMs: 30_000 });
		const watch = watchLinks({ cluster: bench, patient: bench }, { ...settings, run: "watched" });
		await watch.ready;
		// A bench's warm-up: a way that has been idle begins at a relay.
		const log = ["logs", "--selector", "app.kubernetes.io/name=localdns-link-watch", "--tail=1"];
		await eventually(
			() => kubectl("-n", "localdns-node-config", ...log).catch(() => ""),
			(text) => text.includes('"direct","direct"'),
		);
		const atMs = Date.now();
		await sleep(7000);
		await cluster.order({ do: "link", spec: parseLinkSpec(`${link},udp-limit=0`) });
		const cutMs = Date.now() - atMs;
		await sleep(21_000);
		const { links, marks } = await watch.stop({ atMs, durationMs: Date.now() - atMs });
		await cluster.order({ do: "link", spec: parseLinkSpec(link) });

		const [target] = settings.targets.map(({ node }) => node);
		const other = target === "near" ? "far" : "near";
		expect(links.get(target ?? "")).toEqual({ tailscale: "1.102.5", mtu: 1280, paths: [] });
		const [path] = links.get(other)?.paths ?? [];
		expect(path, JSON.stringify([...links])).toMatchObject({ to: target, by: "derp", region: "lab" });
		const change = path?.changes.find(({ to }) => to === "derp lab");
		process.stderr.write(`UDP cut at ${cutMs} ms, seen at ${change?.atMs}: ${JSON.stringify(path)}\n`);
		expect(change?.from).toBe("direct");
		// tailscale trusts a direct way for 6.5 s after its last answer, and a round comes every 5 s.
		expect((change?.atMs ?? 0) - cutMs).toBeGreaterThan(-1000);
		expect((change?.atMs ?? 0) - cutMs).toBeLessThan(14_000);
		expect(path?.rttMs?.p50).toBeGreaterThan(15);
		expect(path?.pings.sent).toBeGreaterThanOrEqual(4);
		expect(marks).toContainEqual({
			...{ atMs: change?.atMs, node: other, kind: "path" },
			text: `the way to ${target} changed from direct to derp lab`,
		});

		// Whoever was killed leaves it to `bench cleanup`.
		const left = watchLinks({ cluster: bench, patient: bench }, { ...settings, run: "killed" });
		await left.ready;
		const { removed } = await cleanUpLinkWatches(bench, {
			...{ benchNamespace: "localdns-bench", force: false, onChange: () => {} },
		});
		expect(removed.map(({ kind }) => kind).toSorted()).toEqual(["ConfigMap", "Pod", "Pod"]);
		await left.stop();
		await eventually(
			() => kubectl("-n", "localdns-node-config", "get", "pods,configmaps", "-o", "name"),
			(text) => text.trim() === "configmap/kube-root-ca.crt",
		);
		bench.close();
		admin.close();
	}, 180_000);
});
