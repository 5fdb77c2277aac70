import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderBundle, serializeJson } from "@localdns/core/manifests";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LinkProof, parseLinkSpec } from "../../src/index.ts";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
	runPods,
	shellPod,
} from "./cluster-driver.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-cluster-"));
let cluster: DrivenCluster;
let upMs: number;

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const inPod = (pod: string, ...argv: string[]) => kubectl("exec", pod, "--", ...argv);
const nodeOf = async (name: string) =>
	JSON.parse(await kubectl("get", "node", name, "-o", "json")) as {
		metadata: { annotations: Record<string, string>; labels: Record<string, string> };
		spec: { providerID: string; podCIDR: string };
		status: { nodeInfo: { kubeletVersion: string }; addresses: { type: string; address: string }[] };
	};
const clusterDnsOf = async (node: string): Promise<string[]> => {
	const text = await kubectl("get", "--raw", `/api/v1/nodes/${node}/proxy/configz`);
	return (JSON.parse(text) as { kubeletconfig: { clusterDNS: string[] } }).kubeletconfig.clusterDNS;
};
const nameserversOf = async (pod: string): Promise<string[]> =>
	[...(await inPod(pod, "cat", "/etc/resolv.conf")).matchAll(/^nameserver (\S+)/gm)].map(
		([, address = ""]) => address,
	);
/** The link loses packets, and nslookup's two tries with them now and then. */
async function expectAddress(pod: string, name: string, address: string, forMs?: number): Promise<void> {
	const lookUp = () => inPod(pod, "nslookup", name).catch((error: Error) => error.message);
	expect(await eventually(lookUp, (text) => text.includes(address), forMs)).toContain(address);
}
const connect = (place: string, to: string) =>
	cluster.run(place, "socat", "-u", "OPEN:/dev/null", `TCP:${to},connect-timeout=1`);
const nodeHosts = () =>
	kubectl("-n", "kube-system", "get", "configmap", "coredns", "-o", "jsonpath={.data.NodeHosts}");
const containers = () =>
	kubectl(
		...["get", "pods", "-A", "-o"],
		'jsonpath={range .items[*]}{.metadata.name}={.status.containerStatuses[0].containerID}{"\\n"}{end}',
	);

beforeAll(async () => {
	await requireClusterLabHost();
	const began = performance.now();
	const link = parseLinkSpec("rtt=20ms,jitter=2ms,loss=3%");
	cluster = await openDrivenCluster({ nodes: 3, link, seed: 7 }, folder);
	upMs = performance.now() - began;
	await runPods(
		cluster,
		shellPod("on-near", "near"),
		shellPod("on-far", "far"),
		shellPod("on-far-2", "far-2"),
		shellPod("privileged", "far", true),
	);
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("a cluster", () => {
	it("is ready within 90 seconds, and this machine's own kubectl reaches it", async () => {
		expect(upMs).toBeLessThan(90_000);
		expect(cluster.places).toEqual(["node/near", "node/far", "node/far-2", "router", "world"]);
		const ready = await kubectl(
			"-n",
			"kube-system",
			"get",
			"deployment",
			"coredns",
			"-o",
			"jsonpath={.status.readyReplicas}",
		);
		expect(ready).toBe("1");
	});

	it("has nodes that look like K3s'", async () => {
		const near = await nodeOf("near");
		expect(near.status.nodeInfo.kubeletVersion).toBe("v1.34.2+k3s1");
		expect(near.spec).toMatchObject({ providerID: "k3s://near", podCIDR: "10.42.0.0/24" });
		expect(near.metadata.labels).toMatchObject({
			"node-role.kubernetes.io/control-plane": "true",
			"node.kubernetes.io/instance-type": "k3s",
		});
		const far = await nodeOf("far");
		expect(far.status.addresses).toContainEqual({ type: "InternalIP", address: "100.64.0.10" });
		expect(far.metadata.labels).not.toHaveProperty("node-role.kubernetes.io/control-plane");
		expect(far.metadata.annotations).toMatchObject({
			"k3s.io/internal-ip": "100.64.0.10",
			"k3s.io/hostname": "far",
			"k3s.io/node-args": JSON.stringify([
				"agent",
				"--server",
				"https://100.64.0.1:6443",
				"--token",
				"********",
			]),
		});
	});

	it.each(["on-near", "on-far", "on-far-2"])(
		"resolves the cluster's names, the outside's and its nodes' in a pod: %s",
		async (pod) => {
			expect(await nameserversOf(pod)).toEqual(["10.43.0.10"]);
			await expectAddress(pod, "kubernetes.default.svc.cluster.local.", "10.43.0.1");
			await expectAddress(pod, "api-0.example.com.", "192.0.2.1");
			// The last node's name may reach CoreDNS by an update of its mounted ConfigMap, which a kubelet makes once a minute.
			await expectAddress(pod, "far-2.", "100.64.0.11", 100_000);
		},
		150_000,
	);

	it("has a link that loses what was asked for, and nothing passes a blackout", async () => {
		const proof = await cluster.order<LinkProof>({ do: "prove", forMs: 3000 });
		expect(proof).toMatchObject({ inForce: true });
		expect(proof.lost).toBeGreaterThan(0);
		expect(proof.rttMs.p50).toBeGreaterThan(18);
		const reach = () => connect("node/far", "100.64.0.1:6443");
		expect((await eventually(reach, ({ code }) => code === 0)).code).toBe(0);
		await cluster.order({ do: "black-out", forMs: 2500 });
		expect((await reach()).code).not.toBe(0);
	});

	it("has no way out", async () => {
		for (const place of ["node/near", "node/far", "world", "router"])
			expect((await connect(place, "203.0.113.9:80")).stderr).toMatch(/unreachable|timed out/);
		const routes = (await cluster.run("world", "ip", "route")).stdout;
		expect(routes).not.toContain("default");
	});
});

describe("a drop-in and a restart of the unit", () => {
	const onNode = (...argv: string[]) =>
		inPod("privileged", "nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", ...argv);
	const dropIn = "/etc/rancher/k3s/config.yaml.d/zz-localdns.yaml";

	it("hands the new cluster DNS to new pods of that node alone, from a pod and away from it", async () => {
		const before = await containers();
		expect(await onNode("systemctl", "is-active", "k3s-agent")).toBe("active\n");
		expect(await onNode("systemctl", "cat", "k3s-agent")).toContain("ExecStart=/usr/local/bin/k3s");
		await onNode(
			"sh",
			"-c",
			`mkdir -p ${dropIn.replace(/[^/]*$/, "")}; echo 'kubelet-arg+: ["cluster-dns=169.254.20.10"]' >${dropIn}`,
		);
		await onNode("systemd-run", "--collect", "--on-active=2", "systemctl", "restart", "k3s-agent");
		const args = async () => (await nodeOf("far")).metadata.annotations["k3s.io/node-args"] ?? "";
		expect(await eventually(args, (text) => text.includes("cluster-dns"))).toBe(
			JSON.stringify([
				...["agent", "--kubelet-arg", "cluster-dns=169.254.20.10"],
				...["--server", "https://100.64.0.1:6443", "--token", "********"],
			]),
		);
		const told = await eventually(
			() => clusterDnsOf("far").catch((): string[] => []),
			(servers) => servers.includes("169.254.20.10"),
		);
		expect(told).toEqual(["169.254.20.10"]);
		expect(await clusterDnsOf("far-2")).toEqual(["10.43.0.10"]);
		await runPods(cluster, shellPod("new-on-far", "far"), shellPod("new-on-far-2", "far-2"));
		expect(await nameserversOf("new-on-far")).toEqual(["169.254.20.10"]);
		expect(await nameserversOf("on-far")).toEqual(["10.43.0.10"]);
		expect(await nameserversOf("new-on-far-2")).toEqual(["10.43.0.10"]);
		expect(await containers()).toContain(
			before
				.trim()
				.split("\n")
				.find((line) => line.startsWith("on-far=")),
		);
	});

	it.each([
		["node-cache", "k8s-dns-node-cache"],
		["coredns", "mirrored-coredns-coredns"],
	] as const)("serves the pods with what localdns renders for engine %s", async (engine, image) => {
		const objects = serializeJson(renderBundle({ engine, mode: "kubelet", profile: "resilient" }));
		expect(objects).toContain(image);
		await cluster.kubectl(["apply", "-f", "-"], objects);
		await kubectl("-n", "kube-system", "rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		await expectAddress("new-on-far", "kubernetes.default.svc.cluster.local.", "10.43.0.1");
		await expectAddress("new-on-far", "api-0.example.com.", "192.0.2.1");
		await cluster.kubectl(["delete", "--wait=true", "-f", "-"], objects);
	});

	it("puts K3s' CoreDNS back when the server starts again, and every pod stays", async () => {
		const before = await containers();
		const corefile = () =>
			kubectl("-n", "kube-system", "get", "configmap", "coredns", "-o", "jsonpath={.data.Corefile}");
		const original = await corefile();
		const edited = JSON.stringify({ data: { Corefile: original.replace("cache 30", "cache 77") } });
		await kubectl("-n", "kube-system", "patch", "configmap", "coredns", "--type=merge", "--patch", edited);
		expect(await corefile()).toContain("cache 77");
		expect(await cluster.run("node/near", "systemctl", "restart", "k3s")).toMatchObject({
			code: 0,
			stderr: "",
		});
		expect(await corefile()).toBe(original);
		expect(await nodeHosts()).toBe("100.64.0.1 near\n100.64.0.10 far\n100.64.0.11 far-2\n");
		const after = await containers();
		for (const line of before
			.trim()
			.split("\n")
			.filter((each) => !each.startsWith("node-local-dns")))
			expect(after).toContain(line);
	});

	it("does not start an agent whose files name a flag that only a server has", async () => {
		await onNode("sh", "-c", `echo 'cluster-dns: 10.43.0.10' >>${dropIn}`);
		const failed = await cluster.run("node/far", "systemctl", "restart", "k3s-agent");
		expect(failed).toMatchObject({ code: 1 });
		expect(failed.stderr).toContain("Job for k3s-agent.service failed");
		const log = (await cluster.run("node/far", "tail", "-n", "3", "/var/log/k3s-agent.service.log")).stdout;
		expect(log).toContain("flag provided but not defined: -cluster-dns");
		await cluster.run("node/far", "sed", "-i", "/^cluster-dns/d", dropIn);
		expect(await cluster.run("node/far", "systemctl", "restart", "k3s-agent")).toMatchObject({ code: 0 });
	});
});

it("takes a node in that joins later, under its own name and pod network", async () => {
	await cluster.run("node/far-2", "systemctl", "stop", "k3s-agent");
	await kubectl("delete", "node", "far-2");
	expect(await eventually(nodeHosts, (text) => !text.includes("far-2"))).toBe(
		"100.64.0.1 near\n100.64.0.10 far\n",
	);
	expect(await cluster.run("node/far-2", "systemctl", "is-active", "k3s-agent")).toMatchObject({ code: 3 });
	expect(await cluster.run("node/far-2", "systemctl", "start", "k3s-agent")).toMatchObject({ code: 0 });
	await kubectl("wait", "--for=condition=Ready", "--timeout=60s", "node/far-2");
	expect((await nodeOf("far-2")).spec).toMatchObject({ providerID: "k3s://far-2", podCIDR: "10.42.2.0/24" });
});

it("names the part that died, and ends with it", async () => {
	// A signal from inside does not reach a namespace's first process, so its child goes, the service manager.
	cluster.run("node/far-2", "sh", "-c", "kill -9 $(cat /proc/1/task/1/children)").catch(() => {});
	const ending = await cluster.ended;
	expect(ending).toMatchObject({ code: 3 });
	expect(ending.stderr).toContain("LDNS204 node far-2 died during the run");
});
