import { checks } from "@localdns/core/checks";
import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../../src/diagnosis.ts";
import { doctorExit } from "../../src/doctor-exit.ts";
import { doctorJunit } from "../../src/presentation/doctor-junit.ts";
import { checkLines, doctorLines, doctorSummary } from "../../src/presentation/doctor-view.ts";
import { createStyle } from "../../src/presentation/style.ts";

const plain = createStyle(false);
const about = { code: "LDNS614", category: "versions and nodes", title: "every node is ready" } as const;
const diagnosis: Diagnosis = {
	place: { context: "home", server: "https://192.0.2.1:6443" },
	results: [
		{ ...about, id: "a", status: "ok", text: "3 of 3" },
		{ ...about, id: "b", status: "skipped", text: "there is none" },
		{ ...about, id: "c", status: "warning", text: 'one <"&', hint: "kubectl get nodes" },
		{ ...about, id: "d", status: "error", text: "two\u001b[2J", hint: "kubectl describe nodes" },
		{ ...about, id: "e", category: "the cache", status: "unknown", text: "it is forbidden" },
	],
};

describe("what doctor prints", () => {
	it("is each check below its category, with what to do where it is not well", () => {
		expect(doctorLines(diagnosis, plain, true)).toMatchInlineSnapshot(`
			"versions and nodes
			------------------
			√ every node is ready (3 of 3)
			- every node is ready (there is none)
			‼ every node is ready
			    one <"&
			    hint: kubectl get nodes
			    c: see docs/checks/LDNS614.md, or: localdns explain LDNS614
			× every node is ready
			    two�[2J
			    hint: kubectl describe nodes
			    d: see docs/checks/LDNS614.md, or: localdns explain LDNS614

			the cache
			---------
			? every node is ready
			    could not find out: it is forbidden
			    e: see docs/checks/LDNS614.md, or: localdns explain LDNS614

			"
		`);
	});

	it("is, when short, only what is not well", () => {
		const text = doctorLines(diagnosis, plain, false);
		expect(text).not.toContain("√");
		expect(text.match(/every node is ready/g)).toHaveLength(3);
	});

	it("ends with one line for people", () => {
		expect(doctorSummary(diagnosis, plain)).toBe(
			"context home, https://192.0.2.1:6443: 1 error, 1 warning, 1 unknown, 4 checks\n",
		);
		const well = { ...diagnosis, results: diagnosis.results.slice(0, 2) };
		expect(doctorSummary(well, plain)).toMatch(/all is well, 1 checks\n$/);
	});

	it("as JUnit counts errors as failures and escapes what a cluster says", () => {
		expect(doctorJunit(diagnosis)).toMatchInlineSnapshot(`
			"<?xml version="1.0" encoding="UTF-8"?>
			<testsuites tests="5" failures="1" errors="1">
				<testsuite name="localdns doctor home" tests="5" failures="1" errors="1" skipped="1">
					<testcase classname="versions and nodes" name="LDNS614 a"/>
					<testcase classname="versions and nodes" name="LDNS614 b"><skipped message="there is none"/></testcase>
					<testcase classname="versions and nodes" name="LDNS614 c"><system-out>warning LDNS614: one &lt;&quot;&amp;; hint: kubectl get nodes</system-out></testcase>
					<testcase classname="versions and nodes" name="LDNS614 d"><failure type="LDNS614" message="two�[2J; hint: kubectl describe nodes"/></testcase>
					<testcase classname="the cache" name="LDNS614 e"><error type="LDNS614" message="it is forbidden"/></testcase>
				</testsuite>
			</testsuites>
			"
		`);
	});

	it("as a list has every check once", () => {
		const lines = checkLines(checks, plain).split("\n");
		for (const { id, code } of checks)
			expect(lines.filter((line) => line.startsWith(`${id} `) && line.includes(code))).toHaveLength(1);
	});
});

describe("what doctor's exit code says", () => {
	const results = (...statuses: Diagnosis["results"][number]["status"][]) =>
		statuses.map((status) => ({ ...about, id: "a", status, text: "" }));

	it.each([
		[["ok", "skipped"], "error", 0],
		[["ok", "warning"], "error", 0],
		[["ok", "warning"], "warning", 1],
		[["error"], "error", 1],
		[["error"], "never", 0],
		[["unknown"], "error", 3],
		[["unknown"], "never", 3],
		[["unknown", "error"], "error", 1],
		[["unknown", "warning"], "error", 3],
	] as const)("%j with --fail-on %s: %i", (statuses, failOn, code) => {
		expect(doctorExit(results(...statuses), failOn)).toBe(code);
	});
});
