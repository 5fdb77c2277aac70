import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HealthHistory, HealthReport } from "@localdns/core/health";
import { type Permission, permissionsFor } from "@localdns/core/manifests";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { type AuditLog, openAuditLog } from "./audit-log.ts";
import { type Dump, differences, dumpObjects } from "./cluster-dump.ts";
import { type Ended, run } from "./localdns-process.ts";
import { unusedRights } from "./unused-rights.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-health-lab-"));
const space = "localdns-health-check";
let cluster: DrivenCluster;
let before: Dump;
let audit: AuditLog;
/** Of an account that has the rights which `localdns rbac --for health-check` prints, and no others. */
const kubeconfig = join(folder, "health-check.kubeconfig");

const kubectl = (...argv: string[]) => cluster.kubectl(argv);
const inSpace = (...argv: string[]) => kubectl("-n", space, ...argv);
const check = (command: string, ...argv: string[]): Promise<Ended> =>
	run(["health-check", command, "--kubeconfig", kubeconfig, ...argv]);
const slo = ["--slo", "failures=5%", "--duration", "10s", "--rate", "20", "--alarm", "2/3"];
/** Nobody listens there: that it could not be told shows that the check knows it. */
const hook = "http://127.0.0.1:8/hook/t0ken";
const install = (...argv: string[]) => check("install", ...slo, "--webhook", hook, "--yes", ...argv);
/** How often a text has it. */
const countIn = (text: string, part: string): number => text.split(part).length - 1;
/** Never again in the life of this test. */
const never = ["--schedule", "0 3 29 2 *"];

/** Waits for a Job's end and reads what its pod printed. @throws Error with its words when it does not come */
async function reportOf(job: string): Promise<HealthReport> {
	const ended = ["--for=jsonpath={.status.conditions[0].type}", "--timeout=110s"];
	await inSpace("wait", ...ended, `job/${job}`).catch(async (error: unknown) => {
		throw new Error(`${String(error)}\n${await inSpace("logs", `job/${job}`).catch(String)}`);
	});
	const printed = await inSpace("logs", `job/${job}`);
	const begin = printed.indexOf("{\n");
	if (begin < 0) throw new Error(printed);
	// What went to stderr may stand before or behind it.
	return JSON.parse(printed.slice(begin, printed.indexOf("\n}\n", begin) + 2)) as HealthReport;
}

/**
 * A run just as the CronJob would make it: its Job, its account, its rights. One that a busy machine has kept from asking
 * is made again.
 */
async function runOnce(name: string): Promise<HealthReport> {
	for (let tries = 1; ; tries += 1) {
		const job = `${name}-${tries}`;
		await inSpace("create", "job", job, `--from=cronjob/${space}`);
		const report = await reportOf(job).catch(orTooBusy);
		if (report !== undefined && (report.missing.length === 0 || tries === 3)) return report;
		if (tries === 3) throw new Error("no figures in three runs");
	}
}

/** @throws whatever it is, unless no probe could ask in time */
function orTooBusy(error: unknown): undefined {
	if (!String(error).includes("LDNS762")) throw error;
}

const history = async (): Promise<HealthHistory> =>
	JSON.parse((await check("history", "-o", "json", "--runs", "99")).stdout) as HealthHistory;

beforeAll(async () => {
	await requireClusterLabHost();
	cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 28 }, folder);
	await cluster.kubectl(["apply", "-f", "-"], (await run(["rbac", "--for", "health-check"])).stdout);
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as { users: object[] };
	const token = (await inSpace("create", "token", "localdns-run-health-check")).trim();
	writeFileSync(kubeconfig, JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }));
	const account = (name: string) => `system:serviceaccount:${space}:${name}`;
	audit = await openAuditLog(cluster, [account(space), account("localdns-run-health-check")]);
	before = await dumpObjects(cluster);
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("a health check that repeats itself", { timeout: 240_000 }, () => {
	it("is shown once before it is installed, and its second install writes nothing", async () => {
		const dry = await install("--dry-run=server", "--schedule", "* * * * *");
		expect(dry.stdout, dry.stderr).toMatch(
			/^\+ Secret .*\n\+ ServiceAccount localdns-health-check\/localdns-health-check\n/,
		);
		expect(dry.code).toBe(0);
		expect(differences(before, await dumpObjects(cluster))).toEqual([]);

		const first = await install("--schedule", "* * * * *");
		expect(first.stdout, first.stderr).toMatch(
			/^set up: \d+ created; it runs \* \* \* \* \* and judges by .*\n$/,
		);
		const cronJob = `CronJob ${space}/${space}\n`;
		expect(
			[`+ ${cronJob}`, `created ${cronJob}`, cronJob].map((part) => countIn(first.stderr, part)),
		).toEqual([1, 1, 2]);
		expect([dry, first].map(({ stdout, stderr }) => countIn(stdout + stderr, "t0ken"))).toEqual([0, 0]);
		expect(await inSpace("get", "cronjob", space, "-o", "json")).not.toContain("t0ken");
		const stored = await inSpace(
			"get",
			"secret",
			"localdns-health-receivers",
			"-o",
			"jsonpath={.data.webhook}",
		);
		expect(Buffer.from(stored, "base64").toString()).toBe(hook);
		expect([first.code, first.stderr.match(/programs: .*/)?.[0]]).toEqual([
			0,
			expect.stringMatching(/health-check\.mjs \d+ KiB, probe\.mjs \d+ KiB, of 1024 KiB/),
		]);
		const versions = () =>
			inSpace(
				"get",
				"cronjob,configmap,secret,role,rolebinding,sa",
				"-o",
				"jsonpath={.items[*].metadata.resourceVersion}",
			);
		const found = await versions();
		const second = await install("--schedule", "* * * * *");
		expect([second.stdout, second.code]).toEqual(["everything is as it should be\n", 0]);
		expect(await versions()).toBe(found);
	});

	it("runs by its schedule, under its own account", async () => {
		const jobs = async () => (await inSpace("get", "jobs", "-o", "name")).trim();
		let job = "";
		for (let waits = 0; job === "" && waits < 3; waits += 1)
			job = await eventually(jobs, (name) => name !== "");
		const changed = await install(...never);
		expect(changed.stdout, changed.stderr).toMatch(/^set up: 1 updated; it runs 0 3 29 2 \*/);
		expect(job).toMatch(/^job.batch\/localdns-health-check-\d+$/);
		const report = await reportOf(job.replace(/^job.*\//, "")).catch(orTooBusy);
		expect(report?.verdict ?? "met").toBe("met");
	});

	it("is met on both nodes again and again, and leaves no probe behind", async () => {
		for (const name of ["second", "third", "fourth"]) {
			const report = await runOnce(name);
			expect(report, JSON.stringify(report.missing)).toMatchObject({
				verdict: "met",
				alarm: false,
				notReady: [],
			});
			expect(report.nodes.map(({ node }) => node).toSorted()).toEqual(["far", "near"]);
			expect(report.pooled.resolutions).toBeGreaterThan(300);
			expect(report.notes.join("\n")).toContain("LDNS765: the webhook at http://127.0.0.1:8 ");
			if (report.historyRuns >= 3) break;
		}
		const probes = ["pods", "-l", "app.kubernetes.io/name=localdns-probe", "-o", "name"];
		expect((await inSpace("get", ...probes)).trim()).toBe("");
		const { runs } = await history();
		expect(runs.length).toBeGreaterThanOrEqual(3);
		expect(runs.map(({ verdict }) => verdict)).toEqual(runs.map(() => "met"));
	});

	it("is not changed by a run by hand that has another SLO, and says so", async () => {
		const before = await history();
		const other = [
			"--kubeconfig",
			kubeconfig,
			...["--slo", "failures=6%", "--duration", "10s", "--rate", "20"],
		];
		let said = "";
		// One that a busy machine has kept from asking is made again.
		for (let tries = 0; tries < 3 && !said.includes("not remembered"); tries += 1)
			said = (await run(["health-check", ...other, "--alarm", "2/3", "-o", "json"])).stderr;
		expect(said).toContain("not remembered, for the schedule has --slo failures=5%; --history adds it\n");
		expect(await history()).toEqual(before);
	});

	it("is quiet about a node that is not Ready, names it, and sets a history aside that it cannot read", async () => {
		await inSpace(
			...["patch", "configmap", "localdns-health-history", "--type=merge"],
			...["-p", '{"data":{"history.json":"{"}}'],
		);
		const told = await check("history");
		expect([told.code, told.stderr]).toEqual([3, expect.stringContaining("LDNS763")]);

		await cluster.run("node/far", "systemctl", "stop", "k3s-agent");
		// What the node controller says when it has heard nothing for 50 s.
		const unknown = { type: "Ready", status: "Unknown", message: "Kubelet stopped posting node status." };
		const change = JSON.stringify({ status: { conditions: [unknown] } });
		await kubectl("patch", "node", "far", "--subresource=status", "--patch", change);
		const report = await runOnce("without-far").finally(async () => {
			await cluster.run("node/far", "systemctl", "start", "k3s-agent");
			await kubectl("wait", "--for=condition=Ready", "node/far", "--timeout=60s");
			await eventually(
				() => kubectl("get", "node", "far", "-o", "jsonpath={.spec.taints}"),
				(taints) => taints === "",
			);
		});
		expect(report.notes.join()).toContain("LDNS763");
		expect(report).toMatchObject({
			...{ verdict: "met", alarm: false, notReady: ["far"], missing: [], historyRuns: 1 },
		});
		const aside = ["configmap", "localdns-health-history-aside", "-o", "jsonpath={.data.history\\.json}"];
		expect(await inSpace("get", ...aside)).toBe("{");
	});

	it("finds a broken link within two of three runs, and tells it as an Event", async () => {
		await cluster.order({ do: "link", spec: parseLinkSpec("rtt=5ms,loss=20%") });
		const reports = [await runOnce("broken-1"), await runOnce("broken-2")];
		await cluster.order({ do: "link", spec: parseLinkSpec("rtt=5ms") });
		expect(
			reports.map(({ verdict, alarm }) => ({ verdict, alarm })),
			JSON.stringify(reports.map(({ missing, notes }) => ({ missing, notes }))),
		).toEqual([
			{ verdict: "breach", alarm: false },
			{ verdict: "breach", alarm: true },
		]);
		expect(reports[1]?.nodes.map(({ node, verdict }) => `${node} ${verdict}`)).toEqual([
			"far breach",
			"near met",
		]);
		const events = JSON.parse(await inSpace("get", "events.events.k8s.io", "-o", "json")) as {
			items: { reason: string; type: string; note: string; related?: { name: string } }[];
		};
		const breached = events.items.filter(({ reason }) => reason === "DnsSloBreached");
		expect(breached.map(({ related }) => related?.name ?? "all").toSorted()).toEqual(["all", "far"]);
		expect(await inSpace("describe", "cronjob", space)).toContain("DnsSloBreached");
		const shown = await check("history");
		expect(shown.stdout).toMatch(/breach alarm .* far \d+\/\d+ breach/);
		expect([shown.code, JSON.stringify(await history()).length]).toEqual([1, expect.any(Number)]);
	});

	it("is taken out without a trace", async () => {
		const { stdout, stderr, code } = await check("uninstall", "--yes");
		expect(stdout, stderr).toMatch(/^taken out: \d+ objects\n$/);
		expect(["- ", "deleted "].map((mark) => countIn(stderr, `${mark}CronJob ${space}/${space}\n`))).toEqual([
			1, 1,
		]);
		expect(code).toBe(0);
		expect(differences(before, await dumpObjects(cluster))).toEqual([]);
		expect((await check("uninstall", "--yes")).stdout).toBe("there is nothing to take out\n");
	});

	it("needs each of its rights", async () => {
		const requests = await audit.read();
		const of = (name: string) => requests.filter(({ user }) => user.endsWith(`:${name}`));
		const all = permissionsFor("health-check", { namespace: space, egressNamespaces: [] });
		const isManaging = ({ purpose }: Permission) => /^(set up|know which)/.test(purpose);
		expect({
			check: unusedRights(
				all.filter((each) => !isManaging(each)),
				of(space),
			),
			install: unusedRights(all.filter(isManaging), of("localdns-run-health-check")),
			refused: requests.flatMap(({ verb, what, code }) => (code === 403 ? [`${verb} ${what}`] : [])),
		}).toEqual({
			// Asked only when a pod is not in the list any more, so that it is known to be gone.
			check: [`get /api/v1/namespaces/${space}/pods/*`],
			install: [],
			refused: [],
		});
	});

	it("takes the namespace along where its install has made it", async () => {
		await kubectl("delete", "namespace", space);
		const asAdministrator = ["--kubeconfig", join(folder, "kubeconfig"), "--yes"];
		const made = await run(["health-check", "install", ...asAdministrator]);
		expect(made.stderr, made.stdout).toContain("created Namespace localdns-health-check\n");
		const gone = await run(["health-check", "uninstall", ...asAdministrator]);
		expect(gone.stderr, gone.stdout).toContain("deleted Namespace localdns-health-check\n");
		expect(await kubectl("get", "namespace", space, "--ignore-not-found")).toBe("");
	});
});
