import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	alertRules,
	checkRun,
	emptyHistory,
	grafanaDashboard,
	healthMetricsText,
} from "@localdns/core/health";
import { yamlDocument } from "@localdns/core/manifests";
import { renderPrometheus } from "@localdns/core/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	checkAll,
	countsFor,
	reportOf,
	runNumber,
	settings,
} from "../../../core/test/health/sample-check.ts";
import { syntheticRun } from "../../../core/test/report/synthetic-run.ts";
import { deliver } from "../../src/use-cases/health-check/deliver.ts";
import { providePrometheus } from "./prometheus-programs.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-monitoring-"));
const [result] = checkAll([countsFor({ near: 0, far: 0.6 })]);
if (result === undefined) throw new Error("no result");
const report = reportOf(result);
let programs: ReturnType<typeof providePrometheus>;

const promtool = (argv: readonly string[], input = "") => {
	const { status, stdout, stderr } = spawnSync(programs.promtool, argv, { input, encoding: "utf8" });
	return { code: status, said: `${stdout}${stderr}` };
};
const file = (name: string, content: object): string => {
	const path = join(folder, name);
	writeFileSync(path, yamlDocument(content));
	return path;
};

beforeAll(() => {
	programs = providePrometheus(join(folder, "debian"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("promtool", () => {
	it("finds nothing to complain of in metrics and rules", () => {
		expect(promtool(["check", "metrics"], healthMetricsText(report))).toEqual({ code: 0, said: "" });
		const { code, said } = promtool(["check", "rules", file("rules.yaml", alertRules())]);
		expect([code, said]).toEqual([0, expect.stringContaining("SUCCESS: 4 rules found")]);
	});

	it("finds nothing to complain of in the metrics of a bench", () => {
		const bench = renderPrometheus(syntheticRun({ nodes: ["near", "far"], arms: ["direct", "cache"] }));
		expect(bench).toContain("localdns_bench_latency_seconds{");
		expect(promtool(["check", "metrics"], bench)).toEqual({ code: 0, said: "" });
	});

	it("would complain of metrics that are not well-formed", () => {
		const broken = healthMetricsText(report).replace(
			"# HELP localdns_health_alarm",
			"# HOLP localdns_health_alarm",
		);
		expect(promtool(["check", "metrics"], broken).code).not.toBe(0);
	});

	it("reads every query of the dashboard", () => {
		const exprs = grafanaDashboard()
			.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
			.map((expr) => expr.replace("$node", "near|far"));
		const rules = exprs.map((expr, index) => ({ record: `panel:${index}`, expr }));
		const { code, said } = promtool([
			"check",
			"rules",
			file("panels.yaml", { groups: [{ name: "panels", rules }] }),
		]);
		expect([code, said]).toEqual([0, expect.stringContaining(`${exprs.length} rules found`)]);
	});

	it("sees each alert fire when it should, and none when all is well", () => {
		file("rules.yaml", alertRules(15));
		const well = [
			{ series: "localdns_health_alarm", values: "0x120" },
			{ series: 'localdns_health_node_alarm{node="far"}', values: "0x120" },
			// Pushed each quarter of an hour: the time of the run, minute by minute.
			{
				series: "localdns_health_last_run_timestamp_seconds",
				values: Array.from({ length: 121 }, (_, minute) => Math.floor(minute / 15) * 900).join(" "),
			},
		];
		const at = (alertname: string, exp_alerts: readonly object[], eval_time = "100m") => ({
			...{ eval_time, alertname, exp_alerts },
		});
		const alerts = alertRules(15).groups[0]?.rules ?? [];
		const fired = (alert: string, labels: object = {}, texts: Readonly<Record<string, string>> = {}) => {
			const rule = alerts.find((each) => each.alert === alert);
			return {
				exp_labels: { ...rule?.labels, ...labels },
				exp_annotations: { ...rule?.annotations, ...texts },
			};
		};
		const series = (replaced: Readonly<Record<string, string>>) =>
			well.map((each) => ({ ...each, values: replaced[each.series] ?? each.values }));
		const names = alerts.map(({ alert }) => alert);
		const tests = [
			{ interval: "1m", input_series: well, alert_rule_test: names.map((name) => at(name, [])) },
			{
				interval: "1m",
				input_series: series({
					localdns_health_alarm: "0x60 1x60",
					'localdns_health_node_alarm{node="far"}': "0x60 1x60",
				}),
				alert_rule_test: [
					at("LocaldnsHealthAlarm", [fired("LocaldnsHealthAlarm")]),
					at("LocaldnsHealthAlarm", [], "50m"),
					at("LocaldnsNodeHealthAlarm", [
						fired("LocaldnsNodeHealthAlarm", { node: "far" }, { summary: "DNS on node far breaks its SLO" }),
					]),
				],
			},
			{
				interval: "1m",
				input_series: series({ localdns_health_last_run_timestamp_seconds: "0x120" }),
				alert_rule_test: [
					at("LocaldnsHealthCheckStale", [], "45m"),
					at("LocaldnsHealthCheckStale", [fired("LocaldnsHealthCheckStale")]),
				],
			},
			{
				interval: "1m",
				input_series: [],
				alert_rule_test: [
					at("LocaldnsHealthCheckAbsent", [], "30m"),
					at("LocaldnsHealthCheckAbsent", [fired("LocaldnsHealthCheckAbsent")]),
				],
			},
		];
		const path = file("rules-test.yaml", { rule_files: ["rules.yaml"], evaluation_interval: "1m", tests });
		const { code, said } = promtool(["test", "rules", path]);
		expect(code, said).toBe(0);
	});
});

describe("the alert on a node", () => {
	/** What each run pushes, as promtool takes a series: a run has it for a quarter of an hour. */
	const seriesOf = (texts: readonly string[]) => {
		const found = texts.map(
			(text) =>
				new Map([...text.matchAll(/^([a-z]\S*) (\S+)$/gm)].map(([, name = "", value = ""]) => [name, value])),
		);
		const alarms = [...new Set(found.flatMap((values) => [...values.keys()]))].filter((name) =>
			name.startsWith("localdns_health_node_alarm"),
		);
		return alarms.map((series) => ({
			series,
			values: found
				.map((values) =>
					Array(15)
						.fill(values.get(series) ?? "stale")
						.join(" "),
				)
				.join(" "),
		}));
	};

	it("goes on through a run in which its probe tells nothing, and ends when the node is measured and well", () => {
		const broken = () => countsFor({ near: 0, far: 0.6 });
		const well = () => countsFor({ near: 0, far: 0 }, 4000);
		const runs = [
			...[broken(), broken(), broken()].map((counts) => ({ counts, missing: [] as string[] })),
			{ counts: countsFor({ near: 0 }), missing: ["far"] },
			...[well(), well(), well()].map((counts) => ({ counts, missing: [] })),
		];
		let history = emptyHistory;
		const texts = runs.map(({ counts, missing }, index) => {
			const absent = missing.map((node) => ({ node, reason: "its pod waits" }));
			const after = checkRun(counts, { ...runNumber(index), missing: absent }, history, settings);
			history = after.history;
			return healthMetricsText(reportOf(after, { missing: after.missing }));
		});
		file("rules.yaml", alertRules(15));
		const rule = alertRules(15).groups[0]?.rules.find(({ alert }) => alert === "LocaldnsNodeHealthAlarm");
		const firing = [
			{
				exp_labels: { ...rule?.labels, node: "far" },
				exp_annotations: { ...rule?.annotations, summary: "DNS on node far breaks its SLO" },
			},
		];
		const at = (eval_time: string, exp_alerts: readonly object[]) => ({
			...{ eval_time, alertname: "LocaldnsNodeHealthAlarm", exp_alerts },
		});
		const path = file("node-alert-test.yaml", {
			rule_files: ["rules.yaml"],
			evaluation_interval: "1m",
			tests: [
				{
					interval: "1m",
					input_series: seriesOf(texts),
					// Runs begin at 0m, 15m, …: the third raises it, the fourth misses the node, the seventh ends it.
					alert_rule_test: [at("20m", []), at("40m", firing), at("50m", firing), at("100m", [])],
				},
			],
		});
		const { code, said } = promtool(["test", "rules", path]);
		expect(code, said).toBe(0);
	});
});

describe("a real Pushgateway", () => {
	let process: ChildProcess;
	let url = "";
	beforeAll(async () => {
		process = spawn(programs.pushgateway, ["--web.listen-address=127.0.0.1:0"], {
			stdio: ["ignore", "ignore", "pipe"],
		});
		url = await new Promise<string>((resolve, reject) => {
			let said = "";
			process.once("close", () => reject(new Error(said)));
			process.stderr?.setEncoding("utf8").on("data", (text: string) => {
				said += text;
				const [, port] = /127\.0\.0\.1:(\d+)/.exec(said.replace("127.0.0.1:0", "")) ?? [];
				if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
			});
		});
	});
	afterAll(() => {
		process.kill();
	});
	const shown = async (): Promise<string> => await (await fetch(`${url}/metrics`)).text();

	it("takes the metrics of a run, and with the next run's those of a node that is gone are gone", async () => {
		expect(await deliver(report, { pushgateway: `${url}/` })).toEqual([]);
		expect(await shown()).toContain(
			'localdns_health_node_failure_ratio{instance="",job="localdns_health_check",node="far"} 0.6\n',
		);
		const [next] = checkAll([countsFor({ near: 0 })]);
		expect(await deliver(reportOf(next ?? result), { pushgateway: url })).toEqual([]);
		const now = await shown();
		expect(now).toContain('node="near"} 0\n');
		expect(now).not.toContain('node="far"');
	});
});

describe("a webhook", () => {
	let server: Server;
	let url = "";
	let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
	beforeAll(async () => {
		server = createServer((request, response) => answer(request, response));
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		url = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => {
		server.close();
		server.closeAllConnections();
	});

	it("gets the report, and who logs in stands in a header", async () => {
		let [body, login, type] = ["", "", ""];
		answer = async (request, response) => {
			login = request.headers.authorization ?? "";
			type = request.headers["content-type"] ?? "";
			for await (const chunk of request) body += String(chunk);
			response.end();
		};
		expect(await deliver(report, { webhook: `http://me:s%40crat@${url}/hook?key=hidden` })).toEqual([]);
		expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(report)));
		expect([login, type]).toEqual([
			`Basic ${Buffer.from("me:s@crat").toString("base64")}`,
			"application/json",
		]);
	});

	it("that does not take it is told of, without what its address may hold of secrets", async () => {
		const told = async (webhook: string) => (await deliver(report, { webhook })).join();
		answer = (_, response) => response.writeHead(500).end();
		expect(await told(`http://me:s3cret@${url}/hook/t0ken?key=hidden`)).toBe(
			`LDNS765: the webhook at http://${url} answered 500`,
		);
		answer = (_, response) => response.writeHead(302, { location: "http://127.0.0.1:9/elsewhere" }).end();
		expect(await told(`http://${url}/t0ken`)).toMatch(
			/^LDNS765: the webhook at http:\/\/127\.0\.0\.1:\d+ did not take/,
		);
		answer = (request) => request.socket.destroy();
		expect(await told(`http://${url}/t0ken`)).not.toContain("t0ken");
		expect(await told("http://127.0.0.1:1/t0ken")).toMatch(
			/did not take the result: (ECONNREFUSED|bad port)/,
		);
	});

	it("that does not answer is waited for ten seconds and no longer", async () => {
		answer = () => {};
		const begun = performance.now();
		expect(await deliver(report, { webhook: `http://${url}/` })).toEqual([
			`LDNS765: the webhook at http://${url} did not take the result: no answer within 10 s`,
		]);
		expect(performance.now() - begun).toBeLessThan(15_000);
	});
});
