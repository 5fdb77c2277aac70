import { describe, expect, it } from "vitest";
import { hasSamples, parseRun } from "../../src/report/read.ts";
import { writeRun, writeSamples } from "../../src/report/write.ts";
import { syntheticRun } from "./synthetic-run.ts";

const run = syntheticRun({ durationMs: 3000 });
const { samples: _samples, truth: _truth, floorSamplesMs: _floor, ...report } = run;
const fileText = [...writeRun(run)].join("");

const refusal = (text: string): string => {
	const parsed = parseRun(text, "run.json");
	if (parsed.ok) throw new Error("was accepted");
	expect(parsed.error.code).toBe("LDNS105");
	expect(parsed.error.exitCode).toBe(2);
	return `${parsed.error.message} | ${parsed.error.reason ?? ""}`;
};

describe("parseRun", () => {
	it("reads back what writeRun wrote", () => {
		expect(parseRun(fileText, "run.json")).toEqual({ ok: true, run });
	});

	it("accepts the report without samples and knows the difference", () => {
		const parsed = parseRun(JSON.stringify(report), "report.json");
		expect(parsed).toEqual({ ok: true, run: report });
		expect(hasSamples(report)).toBe(false);
		expect(hasSamples(run)).toBe(true);
	});

	it("drops fields that a later version may have added", () => {
		const later = { ...report, run: { ...report.run, moonPhase: "full" } };
		expect(parseRun(JSON.stringify(later), "report.json")).toEqual({ ok: true, run: report });
	});

	it.each([
		["", "run.json: the file is empty"],
		["hello", "not JSON, or cut off"],
		[fileText.slice(0, fileText.length / 2), "not JSON, or cut off"],
		["[1]", "not a bench report: no JSON object"],
		['{"kind":"List","apiVersion":"v1"}', 'not a bench report: its kind is "List"'],
		["{}", "not a bench report: it has no kind"],
		['{"kind":"BenchReport","apiVersion":"localdns.dev/v9"}', 'a bench report of "localdns.dev/v9"'],
		[[...writeSamples(run.samples)].join(""), "samples without their report"],
	])("says what %j is", (text, expected) => {
		expect(refusal(text)).toContain(expected);
	});

	it("names the place of a damaged value", () => {
		const damaged = structuredClone(run);
		(damaged.workloads[0]?.arms[1] as { failed: unknown }).failed = "many";
		expect(refusal(JSON.stringify(damaged))).toContain("workloads[0].arms[1].failed");
		const cut = structuredClone(run);
		(cut.samples[4] as { outcome: unknown }).outcome = "fine";
		expect(refusal(JSON.stringify(cut))).toContain("samples[4].outcome");
	});

	it("refuses samples of an arm or node that the run does not know", () => {
		const mixed = structuredClone(run);
		(mixed.samples[2] as { arm: string }).arm = "elsewhere";
		expect(refusal(JSON.stringify(mixed))).toContain('samples[2]: unknown arm "elsewhere"');
		const moved = structuredClone(run);
		moved.run.nodes = ["near"];
		expect(refusal(JSON.stringify(moved))).toContain('unknown node "far"');
	});
});

describe("writeRun", () => {
	it("puts each sample on a line of its own", () => {
		const lines = fileText.trimEnd().split("\n");
		expect(lines).toHaveLength(run.samples.length + 2);
		expect(JSON.parse((lines[2] as string).replace(/,$/, "").replace(/^,/, ""))).toEqual(run.samples[1]);
	});

	it("writes a run without samples as valid JSON", () => {
		const empty = { ...run, samples: [] };
		expect(JSON.parse([...writeRun(empty)].join(""))).toEqual(empty);
	});

	it("writes samples as one JSON document per line", () => {
		const lines = [...writeSamples(run.samples)].join("").trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line))).toEqual(run.samples);
	});
});
