import { describe, expect, it } from "vitest";
import { checkRun } from "../../src/health/check.ts";
import { grafanaDashboard } from "../../src/health/dashboard.ts";
import { emptyHistory } from "../../src/health/history.ts";
import { healthMetrics, healthMetricsText } from "../../src/health/metrics.ts";
import { alertRules } from "../../src/health/rules.ts";
import { checkAll, countsFor, reportOf, runNumber, settings } from "./sample-check.ts";

const [result] = checkAll([countsFor({ near: 0, far: 0.6 })]);
const text = result === undefined ? "" : healthMetricsText(reportOf(result));
const used = (expr: string): string[] => expr.match(/localdns_[a-z0-9_]+/g) ?? [];

describe("metrics of a report", () => {
	it("have every metric once, each with its help and type before its samples", () => {
		expect([...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name)).toEqual(
			Object.keys(healthMetrics),
		);
		for (const name of Object.keys(healthMetrics))
			expect(text).toMatch(new RegExp(`^# HELP ${name} .+\n# TYPE ${name} gauge\n${name}[ {]`, "m"));
	});

	it("tell the verdicts, and +Inf where a quantile lies among the failed", () => {
		expect(text).toContain('localdns_health_verdict{verdict="breach"} 1\n');
		expect(text).toContain('localdns_health_node_verdict{node="near",verdict="unproven"} 1\n');
		expect(text).toContain('localdns_health_node_failure_ratio{node="far"} 0.6\n');
		expect(text).toContain('localdns_health_node_latency_p99_seconds{node="far"} +Inf\n');
		expect(text).toContain('localdns_health_nodes{state="not_ready"} 1\n');
		expect(text).toContain('localdns_health_latency_objective_seconds{objective="p99"} 0.05\n');
	});

	it("keep the alarm of a Ready node without figures, and of one that is not Ready have none", () => {
		const runs = [0, 1, 2].map(() => countsFor({ near: 0, far: 0.6 }));
		const { history } = checkAll(runs).at(-1) ?? { history: emptyHistory };
		const alarmOf = (node: string, run: Partial<ReturnType<typeof runNumber>>) => {
			const after = checkRun(countsFor({ near: 0 }), { ...runNumber(3), ...run }, history, settings);
			const said = healthMetricsText(reportOf(after, { missing: after.missing }));
			return said.match(new RegExp(`^localdns_health_node_alarm\\{node="${node}"\\} (.*)$`, "m"))?.[1];
		};
		const reason = "its pod waits";
		expect(alarmOf("far", { missing: [{ node: "far", reason }] })).toBe("1");
		expect(alarmOf("new", { missing: [{ node: "new", reason }] })).toBe("0");
		expect(alarmOf("far", { notReady: ["far"] })).toBeUndefined();
	});

	it("escape what a label cannot hold", () => {
		const odd = checkAll([countsFor({ 'a"b\\c\nd': 0 })])[0];
		expect(odd === undefined ? "" : healthMetricsText(reportOf(odd))).toContain(
			'{node="a\\"b\\\\c\\nd"} 0\n',
		);
	});
});

describe("what is made of these metrics", () => {
	it("asks only for metrics that there are", () => {
		const exprs = [
			...alertRules().groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
			...grafanaDashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
			JSON.stringify(grafanaDashboard().templating),
		];
		expect(exprs.flatMap(used).filter((name) => !(name in healthMetrics))).toEqual([]);
		expect(exprs.flatMap(used).length).toBeGreaterThan(15);
	});

	it("is a dashboard whose panels have ids of their own and do not overlap", () => {
		const { panels } = grafanaDashboard();
		expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
		for (const [i, a] of panels.entries())
			for (const b of panels.slice(i + 1)) {
				const [p, q] = [a.gridPos, b.gridPos];
				const apart = p.x + p.w <= q.x || q.x + q.w <= p.x || p.y + p.h <= q.y || q.y + q.h <= p.y;
				expect(apart, `${a.title} and ${b.title}`).toBe(true);
				expect(Math.max(p.x + p.w, q.x + q.w)).toBeLessThanOrEqual(24);
			}
	});
});
