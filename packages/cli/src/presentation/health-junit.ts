import type { HealthReport, ScopeResult } from "@localdns/core/health";
import { attribute } from "./junit.ts";

/** A report as JUnit XML: a test for the nodes as a whole and for each node; what is unproven, or not asked, is skipped. */
export function healthJunit(report: HealthReport): string {
	const cases = [
		testCase("all nodes", report.pooled, report.slo),
		...report.nodes.map((node) => testCase(node.node, node, report.slo)),
		...report.notReady.map((node) => skipped(node, "not Ready")),
		...report.missing.map(({ node, reason }) => ({
			kind: "errors" as const,
			xml: `${head(node)}><error message="${attribute(reason)}"/></testcase>`,
		})),
	];
	const count = (kind: string): number => cases.filter((each) => each.kind === kind).length;
	const counts = `tests="${cases.length}" failures="${count("failures")}" errors="${count("errors")}" skipped="${count("skipped")}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites ${counts}>`,
		`\t<testsuite name="${attribute(`localdns health-check ${report.cluster.context}`)}" timestamp="${report.endedAt.replace(/\..*/, "")}" ${counts}>`,
		...cases.map(({ xml }) => xml),
		"\t</testsuite>",
		"</testsuites>",
		"",
	].join("\n");
}

interface Case {
	readonly kind: "passed" | "failures" | "errors" | "skipped";
	readonly xml: string;
}

const head = (name: string): string => `\t\t<testcase classname="health-check" name="${attribute(name)}"`;

const skipped = (name: string, why: string): Case => ({
	kind: "skipped",
	xml: `${head(name)}><skipped message="${attribute(why)}"/></testcase>`,
});

function testCase(name: string, { verdict, failed, resolutions }: ScopeResult, slo: string): Case {
	const said = `${failed} of ${resolutions} resolutions failed`;
	if (verdict === "met") return { kind: "passed", xml: `${head(name)}/>` };
	if (verdict === "unproven") return skipped(name, `unproven: ${said}`);
	return {
		kind: "failures",
		xml: `${head(name)}><failure message="${attribute(`${slo}: ${said}`)}"/></testcase>`,
	};
}
