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

const folder = mkdtempSync(join(tmpdir(), "localdns-status-lab-"));
let cluster: DrivenCluster;

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const onSystem = (...argv: string[]) => kubectl("-n", "kube-system", ...argv);
const asRole = (role: string) => join(folder, `${role}.kubeconfig`);

/** Each command as an account that has the rights which `localdns rbac --for` it prints, and no others. */
const status = (...argv: string[]): Promise<Ended> =>
	run(["status", "--kubeconfig", asRole("status"), ...argv]);
const diff = (...argv: string[]): Promise<Ended> => run(["diff", "--kubeconfig", asRole("diff"), ...argv]);

interface Report {
	readonly nodes: readonly { readonly name: string; readonly state: string }[];
	readonly podsWithFormerNameserver: readonly { readonly workload: string; readonly asks: string }[];
	readonly problems: readonly { readonly code: string; readonly nodes: readonly string[] }[];
}
async function report(): Promise<Report> {
	const { stdout, stderr } = await status("-o", "json");
	if (stdout === "") throw new Error(stderr);
	return JSON.parse(stdout) as Report;
}
const states = ({ nodes }: Report): string[] => nodes.map(({ name, state }) => `${name} ${state}`);

async function accountFor(command: "status" | "diff"): Promise<void> {
	await cluster.kubectl(["apply", "-f", "-"], (await run(["rbac", "--for", command])).stdout);
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as {
		users: { user: object }[];
	};
	const token = (await onSystem("create", "token", `localdns-run-${command}`)).trim();
	writeFileSync(
		asRole(command),
		JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }),
	);
}

async function configureFar(text: string): Promise<void> {
	const file = "/etc/rancher/k3s/config.yaml.d/50-test.yaml";
	const script = `mkdir -p "$(dirname ${file})" && cat >${file} <<'END'\n${text}\nEND\nsystemctl restart k3s-agent`;
	const { code, stderr } = await cluster.run("node/far", "sh", "-c", script);
	if (code !== 0) throw new Error(stderr);
}

const turnedRecord = (state: string): string =>
	JSON.stringify({ state, addresses: ["169.254.20.10"], turningAt: "2026-01-01T00:00:00Z" });

beforeAll(async () => {
	await requireClusterLabHost();
	cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 12 }, folder);
	await runPods(cluster, shellPod("old", "far"));
	await accountFor("status");
	await accountFor("diff");
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("status and diff through the life of an installation, each under its own role", () => {
	it("say before it that nothing is there, and all that install would create", async () => {
		const before = await status("-o", "short");
		expect(before.stdout).toMatch(/^× LDNS750 no cache is installed\n/);
		expect(before.code).toBe(1);
		const { stdout, code } = await diff("-o", "short");
		expect(stdout.match(/^\+ /gm)).toHaveLength(5);
		expect(stdout).toMatch(/~ Node far .*\n~ Node near /);
		expect(code).toBe(1);
	});

	it("find the objects of render, applied server-side, to be those of install", async () => {
		const objects = (await run(["render"])).stdout;
		const apply = ["apply", "--server-side", "--field-manager=localdns", "-f", "-"];
		await cluster.kubectl(apply, objects);
		await onSystem("rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		const staged = await eventually(report, ({ problems }) => problems.length === 0);
		expect(states(staged)).toEqual(["far cached", "near cached"]);
		const { stdout, code } = await diff("--stage-only");
		expect(stdout.match(/^= /gm)).toHaveLength(5);
		expect(stdout).not.toMatch(/^[~+-]/m);
		expect(code).toBe(0);
		expect((await diff()).code).toBe(1);
	});

	it("names the fields of a hand edit, and whose they are now", async () => {
		const corefile = await onSystem("get", "configmap", "node-local-dns", "-o", "jsonpath={.data.Corefile}");
		const edited = { data: { Corefile: corefile.replace("max_concurrent 3000", "max_concurrent 30") } };
		const patch = ["patch", "configmap", "node-local-dns", "--type=merge", "--field-manager=editor"];
		await onSystem(...patch, "--patch", JSON.stringify(edited));
		const image = [{ op: "replace", path: "/spec/updateStrategy/type", value: "OnDelete" }];
		const onDaemonSet = ["patch", "daemonset", "node-local-dns", "--type=json", "--field-manager=other"];
		await onSystem(
			...onDaemonSet,
			"--patch",
			JSON.stringify([{ op: "remove", path: "/spec/updateStrategy/rollingUpdate" }, ...image]),
		);
		const { stdout, code } = await diff("--stage-only");
		expect(stdout).toMatch(/data\.Corefile conflict: owned by editor\n(.*\n)*? {6}- +max_concurrent 30\n/);
		expect(stdout).toMatch(/spec\.updateStrategy\.type conflict: owned by other\n {6}- OnDelete\n {6}\+ /);
		expect(code).toBe(1);
		const again = ["apply", "--server-side", "--field-manager=localdns", "--force-conflicts", "-f", "-"];
		await cluster.kubectl(again, (await run(["render"])).stdout);
		expect((await diff("--stage-only")).stdout).not.toMatch(/^[~+-]/m);
	});

	it("knows a node that was turned, the one that was not, and the pod from before", async () => {
		await configureFar('kubelet-arg+: ["cluster-dns=169.254.20.10"]');
		const turned = await eventually(report, (each) => states(each).join() === "far asks-cache,near new");
		expect(states(turned)).toEqual(["far asks-cache", "near new"]);
		expect(turned.problems.map(({ code, nodes }) => [code, ...nodes])).toEqual([["LDNS754", "near"]]);
		const times = await kubectl(
			"get",
			"pod",
			"old",
			"-o",
			"jsonpath={.status.startTime} {.status.conditions}",
		);
		expect(turned.podsWithFormerNameserver, times).toMatchObject([
			{ workload: "Pod/old", asks: "cluster-dns" },
		]);
		const { stdout } = await status();
		expect(stdout).toContain("default/Pod/old (1): kubectl -n default delete pod old");
		expect((await diff("-o", "short")).stdout).toBe(
			"~ Node near (server): its kubelet would be turned to the cache\n",
		);
		expect((await status("-o", "name")).stdout).toBe("node/far\n");
	});

	it("name the command that goes on where a turn was interrupted", async () => {
		await onSystem(
			...["create", "configmap", "node-local-dns-nodes"],
			`--from-literal=near=${turnedRecord("turning")}`,
		);
		const { stdout, code } = await status("-o", "short");
		expect(stdout).toContain(
			"× LDNS752 near: a turn was begun and did not end\n    hint: localdns install\n",
		);
		expect(code).toBe(1);
		expect((await diff("-o", "short")).stdout).toContain("~ Node near (server, a turn was begun)");
	});

	it("say what they may not read, and end with 3", async () => {
		for (const ended of [
			await run(["status", "--kubeconfig", asRole("diff")]),
			await diff("--egress-policy-for", "default"),
		]) {
			expect(ended.stderr).toContain("error LDNS604");
			expect([ended.stdout, ended.code]).toEqual(["", 3]);
		}
	});
});
