import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { buildProbeBundle } from "../../../probe-image/scripts/build-bundle.ts";
import { type AuditLog, openAuditLog, writesOf } from "./audit-log.ts";
import { type Dump, differences, dumpFiles, dumpObjects } from "./cluster-dump.ts";
import { run } from "./localdns-process.ts";
import { type Asked, countsOf, openQueryNamespace, type QueryPods, startQueries } from "./query-pods.ts";

/** The life of an installation, with pods on every node that ask all the while. */
const nodes = ["far", "far-2", "near"];
const [cache, clusterDns] = ["169.254.20.10", "10.43.0.10"];
const commands = ["install", "rollback", "uninstall", "status"] as const;
type Command = (typeof commands)[number];

/** What docs/guides/install.md states: most of it is looking, once a second, whether a node has come back. */
const requestBound = (count: number): number => 60 + 120 * count;

const folder = mkdtempSync(join(tmpdir(), "localdns-journey-lab-"));
let cluster: DrivenCluster;
let audit: AuditLog;
let before: { objects: Dump; files: Dump };
let program: string;
/** Made before anything was installed, after the turn, and after the way back. */
let old: QueryPods;
let turned: QueryPods;
let returned: QueryPods;
/** Each asks the cache and, at the same instants, the cluster DNS. */
let paired: QueryPods;

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const kubeconfig = (command: Command) => join(folder, `${command}.kubeconfig`);
/** A command as an account that has the rights which `localdns rbac --for COMMAND` prints, and no others. */
const localdns = (command: Command, ...argv: string[]) =>
	run([command, "--kubeconfig", kubeconfig(command), ...argv]);
/** @returns what it printed as JSON @throws when it did not end well */
async function done<T>(command: Command, ...argv: string[]): Promise<T> {
	const { code, stdout, stderr } = await localdns(command, ...argv, "-o", "json");
	if (code !== 0) throw new Error(`localdns ${command} ${argv.join(" ")}: exit ${code}\n${stderr}${stdout}`);
	return JSON.parse(stdout) as T;
}
const query = (name: string, asking: Parameters<typeof startQueries>[1]["asking"]) =>
	startQueries(cluster, { run: name, nodes, asking }, program);
const print = (title: string, asked: readonly Asked[]) =>
	process.stdout.write(`${title}\n${countsOf(asked)}\n`);
const failures = (asked: readonly Asked[], arm: string, node: string): Asked["failed"] =>
	asked.find((each) => each.arm === arm && each.node === node)?.failed ?? [];

async function accountFor(command: Command): Promise<void> {
	await cluster.kubectl(["apply", "-f", "-"], (await run(["rbac", "--for", command])).stdout);
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as {
		users: { user: object }[];
	};
	const token = (await kubectl("-n", "kube-system", "create", "token", `localdns-run-${command}`)).trim();
	const account = { ...config, users: [{ ...config.users[0], user: { token } }] };
	writeFileSync(kubeconfig(command), JSON.stringify(account));
}

/** Nodes in the order in which their turn, or their way back, was recorded to begin. */
async function orderOf(field: "turningAt" | "returnedAt"): Promise<string[]> {
	const data = JSON.parse(
		await kubectl("-n", "kube-system", "get", "configmap", "node-local-dns-nodes", "-o", "jsonpath={.data}"),
	) as Record<string, string>;
	const times = Object.entries(data).map(([node, text]) => {
		const record = JSON.parse(text) as { state: string; turningAt: string; returnedAt?: string };
		return { node, at: record[field] ?? "" };
	});
	return times.toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ node }) => node);
}
const image = () =>
	kubectl(
		"-n",
		"kube-system",
		"get",
		"pods",
		"-l",
		"k8s-app=node-local-dns",
		"-o",
		"jsonpath={.items[*].spec.containers[0].image}",
	);

beforeAll(async () => {
	await requireClusterLabHost();
	const bundle = join(folder, "probe.mjs");
	await buildProbeBundle(bundle);
	program = readFileSync(bundle, "utf8");
	const link = parseLinkSpec("rtt=20ms,loss=1%");
	cluster = await openDrivenCluster({ nodes: nodes.length, link, seed: 4 }, folder);
	for (const command of commands) await accountFor(command);
	const accounts = commands.map((command) => `system:serviceaccount:kube-system:localdns-run-${command}`);
	audit = await openAuditLog(cluster, accounts);
	await openQueryNamespace(cluster);
	before = { objects: await dumpObjects(cluster), files: await dumpFiles(cluster) };
	old = await query("old", "resolv.conf");
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("from nothing to the cache and back, with pods that ask 20 times a second", () => {
	it("stages the cache on every node and turns none", async () => {
		const first = ["--stage-only", "--engine-version", "1.26.4"];
		expect(await done("install", "--yes", ...first)).toMatchObject({ kind: "InstallReport" });
		expect((await image()).split(" ")).toEqual(nodes.map(() => expect.stringMatching(/:1\.26\.4$/)));

		paired = await query("paired", { control: clusterDns, cache });
	});

	it("turns the kubelets one by one, agents first", async () => {
		await audit.mark();
		await done("install", "--yes", "--engine-version", "1.26.4");
		const requests = await audit.read();
		process.stdout.write(`${requests.length} requests for ${nodes.length} nodes\n`);
		expect(requests.length).toBeLessThanOrEqual(requestBound(nodes.length));
		expect(await orderOf("turningAt")).toEqual(nodes);
		turned = await query("turned", "resolv.conf");
	});

	it("writes nothing when it is done again", async () => {
		await audit.mark();
		await done("install", "--yes", "--engine-version", "1.26.4");
		const requests = await audit.read();
		expect(requests.length).toBeGreaterThan(0);
		expect(new Set(requests.map(({ userAgent }) => userAgent.split("/")[0]))).toEqual(new Set(["localdns"]));
		expect(writesOf(requests)).toEqual([]);
	});

	it("goes to another version, and to another configuration", async () => {
		await done("install", "--yes", "--engine-version", "1.26.8");
		expect((await image()).split(" ")).toEqual(nodes.map(() => expect.stringMatching(/:1\.26\.8$/)));
		const file = join(folder, "localdns.yaml");
		writeFileSync(file, "apiVersion: localdns.dev/v1alpha1\nkind: Config\nmetrics: local\n");
		await done("install", "--yes", "-f", file);
	});

	it("gives the kubelets back", async () => {
		await done("rollback", "--yes");
		expect(await orderOf("returnedAt")).toEqual(nodes);
		returned = await query("returned", "resolv.conf");
	});

	it("keeps the cache as long as pods ask it", async () => {
		const { code, stdout, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr).toBe(1);
		expect(stderr).toContain("LDNS740");
		for (const node of nodes) expect(stdout).toContain(`localdns-probe-turned-${node}`);
		expect(stdout).not.toContain("localdns-probe-old");
		expect(stdout).not.toContain("localdns-probe-returned");
	});

	it("has failed nobody by then who asked the cache, while the cluster DNS failed as the link does", async () => {
		const asked = await paired.stop();
		print("at the same instants", asked);
		for (const node of nodes) expect(failures(asked, "cache", node), node).toEqual([]);
		// A link that loses nothing would have shown nothing.
		expect(failures(asked, "control", "far").length).toBeGreaterThan(0);
		const pods = await turned.stop();
		print("pods made after the turn", pods);
		for (const { node, nameservers, failed } of pods) {
			expect(nameservers).toEqual([cache]);
			expect(failed, node).toEqual([]);
		}
	});

	it("leaves nothing behind, neither in the API nor on a node", async () => {
		await done("uninstall", "--yes");
		const left = [...(await old.stop()), ...(await returned.stop())];
		print("pods that ask the cluster DNS", left);
		// Without a link between them; the others lose what the link loses.
		expect(failures(left, "returned", "near")).toEqual([]);
		expect(left.map(({ nameservers }) => nameservers)).toEqual(left.map(() => [clusterDns]));
		expect(differences(before.objects, await dumpObjects(cluster))).toEqual([]);
		expect(differences(before.files, await dumpFiles(cluster))).toEqual([]);
		for (const node of nodes) {
			const { stdout } = await cluster.run(`node/${node}`, "ip", "-o", "address");
			expect(stdout).not.toContain(cache);
		}
	});
});
