import type { HealthReport, ScopeResult } from "@localdns/core/health";
import { type JunitCase, junitDocument } from "./junit-document.ts";

const classname = "health-check";

/** A report as JUnit XML: a test for the nodes as a whole and for each node; what is unproven, or not asked, is skipped. */
export const healthJunit = (report: HealthReport): string =>
	junitDocument({ name: `localdns health-check ${report.cluster.context}`, at: report.endedAt }, [
		scopeCase("all nodes", report.pooled, report.slo),
		...report.nodes.map((node) => scopeCase(node.node, node, report.slo)),
		...report.notReady.map(
			(name): JunitCase => ({ classname, name, outcome: "skipped", message: "not Ready" }),
		),
		...report.missing.map(
			({ node, reason }): JunitCase => ({ classname, name: node, outcome: "error", message: reason }),
		),
	]);

function scopeCase(name: string, { verdict, failed, resolutions }: ScopeResult, slo: string): JunitCase {
	const said = `${failed} of ${resolutions} resolutions failed`;
	if (verdict === "met") return { classname, name, outcome: "passed" };
	if (verdict === "unproven") return { classname, name, outcome: "skipped", message: `unproven: ${said}` };
	return { classname, name, outcome: "failure", message: `${slo}: ${said}` };
}
