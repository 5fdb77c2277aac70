import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { permissionsFor } from "@localdns/core/manifests";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { type AuditLog, openAuditLog } from "./audit-log.ts";
import { againAsAdvised, hotComparisonOn, reportOf } from "./bench-reports.ts";
import { type Dump, differences, dumpObjects } from "./cluster-dump.ts";
import { run, start } from "./localdns-process.ts";
import { unusedRights } from "./unused-rights.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-bench-lab-"));
const kubeconfig = join(folder, "bench.kubeconfig");
let cluster: DrivenCluster;
let audit: AuditLog;
let before: Dump;

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
/** As an account that has the rights which `localdns rbac --for bench` prints, and no others. */
const bench = (...argv: string[]) => ["bench", "--kubeconfig", kubeconfig, ...argv];
const changed = async () => differences(before, await dumpObjects(cluster));

/** Gives the account of bench just these rights. */
async function grant(...flags: string[]): Promise<void> {
	const objects = (await run(["rbac", "--for", "bench", "-n", "measurements", ...flags])).stdout;
	await cluster.kubectl(["apply", "-f", "-"], objects);
}

beforeAll(async () => {
	await requireClusterLabHost();
	cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=20ms,loss=5%"), seed: 23 }, folder);
	const space = { apiVersion: "v1", kind: "Namespace", metadata: { name: "measurements" } };
	await cluster.kubectl(["create", "-f", "-"], JSON.stringify(space));
	await grant();
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as { users: object[] };
	const token = (await kubectl("-n", "measurements", "create", "token", "localdns-run-bench")).trim();
	writeFileSync(kubeconfig, JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }));
	audit = await openAuditLog(cluster, ["system:serviceaccount:measurements:localdns-run-bench"]);
	// The API server was restarted for it, and what runs on its node may have been, too.
	const dns = ["pods", "-l", "k8s-app=kube-dns", "--timeout=60s"];
	await kubectl("-n", "kube-system", "wait", "--for=condition=Ready", ...dns);
	before = await dumpObjects(cluster);
}, 120_000);
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

const quick = ["-n", "measurements", "--rate", "5", "-o", "json"];

describe("bench under just its role, where no cache is installed", () => {
	it("measures the baseline alone; on Ctrl-C it judges what there is, and leaves nothing behind", async () => {
		await grant();
		before = await dumpObjects(cluster);
		await audit.mark();
		const running = start(bench(...quick, "--duration", "60s", "--workloads", "hot,cold"));
		await running.says("measure");
		// Five seconds for kubelets, ten of warm-up, some to judge, and one deadline at the end.
		await sleep(28_000);
		running.child.kill("SIGINT");
		const ended = await running.ended;
		expect(ended.code, ended.stderr).toBe(130);
		expect(ended.stderr).toContain("baseline only: no cache is installed");
		expect(ended.stderr).toContain("adds, at most: 10 names/s on each of 2 nodes");
		const report = reportOf(ended);
		expect(report).toMatchObject({
			interrupted: true,
			run: { arms: ["direct"], nodes: ["far", "near"] },
			cluster: { clusterDns: "10.43.0.10", clusterDnsNodes: ["near"], cache: null, domain: "cluster.local" },
			verdict: null,
		});
		expect(report.run.durationMs).toBeGreaterThan(2000);
		expect(report.run.durationMs).toBeLessThan(60_000);
		expect(await changed()).toEqual([]);
		const places = { namespace: "measurements", egressNamespaces: [] };
		// A pod is asked for by its name when it is missing from a list.
		const spared = ["get /api/v1/namespaces/measurements/pods/*"];
		expect(unusedRights(permissionsFor("bench", places), await audit.read())).toEqual(spared);
	});
});

describe("bench with a cache that it stages", () => {
	const file = join(folder, "run.json.gz");

	it("finds it better across the link and no different beside the cluster DNS, and takes it out", async () => {
		await grant("--stage");
		before = await dumpObjects(cluster);
		const stage = bench(...quick, "--stage");
		const mute = await run(stage);
		expect(mute.code, mute.stderr).toBe(2);
		expect(mute.stderr).toContain("LDNS746");
		const argv = [...stage, "--yes", "--duration", "45s", "--seed", "7", "--out", file];
		const ended = await againAsAdvised(() => run(argv));
		expect(ended.code, ended.stderr).toBe(0);
		const report = reportOf(ended);
		process.stdout.write(`${report.headline}\n`);
		expect(report.validity).toMatchObject({ valid: true, reasons: [] });
		expect(report.cluster?.cache).toMatchObject({ staged: true, mode: "kubelet", address: "169.254.20.10" });
		expect(report.workloads.map(({ name }) => name)).toEqual(["hot", "cold", "external"]);
		const across = hotComparisonOn(report, "far");
		expect(across?.verdict, across?.reason).toBe("better");
		// No packet is lost beside the cluster DNS; what may be told apart is a moment of the machine.
		const beside = hotComparisonOn(report, "near");
		expect(beside?.adjusted.failures, beside?.reason).toBeGreaterThan(0.05);
		expect(Math.abs(beside?.failureRateDelta.estimate ?? 1), beside?.reason).toBeLessThan(0.01);
		if (beside?.verdict === "better" || beside?.verdict === "worse")
			expect(Math.abs(beside.p99.deltaMs?.estimate ?? Number.NaN), beside.reason).toBeLessThan(50);
		expect(report.measuredNodes).toMatchObject([
			{ node: "far", state: "measured", besideClusterDns: false },
			{ node: "near", state: "measured", besideClusterDns: true },
		]);
		for (const { planned, received } of report.measuredNodes ?? []) expect(received).toBe(planned);
		const far = report.measuredNodes?.[0]?.cache;
		expect(far?.hits ?? 0).toBeGreaterThan(far?.misses ?? Number.POSITIVE_INFINITY);
		expect(await changed()).toEqual([]);
	}, 300_000);

	it("wrote a file that says the same again", async () => {
		const { code, stdout, stderr } = await run(["bench", "report", file, "-o", "short"]);
		expect(code, stderr).toBe(0);
		expect(stdout).toContain("BETTER");
	});
});
