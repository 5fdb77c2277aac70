import { mkdtempSync, rmSync } from "node:fs";
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
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-tailscale-"));
let cluster: DrivenCluster;
let upMs: number;
const link = "rtt=20ms,jitter=2ms,loss=1%";

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
		expect(await cluster.order({ do: "prove", forMs: 2000 })).toMatchObject({ inForce: true });
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
