import { describe, expect, it } from "vitest";
import { parseRun, readRun, readSamples } from "../../src/report/read.ts";
import { hasSamples, storeRun } from "../../src/report/stored-run.ts";
import { writeRun, writeSamples } from "../../src/report/write.ts";
import { syntheticRun } from "./synthetic-run.ts";
import { wholeText } from "./whole-text.ts";

const run = syntheticRun({ durationMs: 3000 });
const { samples: _samples, truth: _truth, floorSamplesMs: _floor, ...report } = run;
const stored = storeRun(run);
const samplesText = await wholeText(writeSamples(run.samples));
const fileText = await wholeText(writeRun(stored, run.samples));

const refusal = (text: string): string => {
	const parsed = parseRun(text, "run.json");
	if (parsed.ok) throw new Error("was accepted");
	expect(parsed.error.code).toBe("LDNS105");
	expect(parsed.error.exitCode).toBe(2);
	return `${parsed.error.message} | ${parsed.error.reason ?? ""}`;
};

describe("parseRun", () => {
	it("reads back what writeRun wrote", () => {
		expect(parseRun(fileText, "run.json")).toEqual({ ok: true, run: stored });
	});

	it("accepts the report without samples and knows the difference", () => {
		const parsed = parseRun(JSON.stringify(report), "report.json");
		expect(parsed).toEqual({ ok: true, run: report });
		expect(hasSamples(report)).toBe(false);
		expect(hasSamples(stored)).toBe(true);
	});

	it("drops fields that a later version may have added", () => {
		const later = { ...report, run: { ...report.run, moonPhase: "full" } };
		expect(parseRun(JSON.stringify(later), "report.json")).toEqual({ ok: true, run: report });
	});

	it.each([
		["", "run.json: the file is empty"],
		["hello", "not JSON, or cut off"],
		[fileText.slice(0, 2000), "cut off within the report, before the first sample"],
		["[1]", "not a bench report: no JSON object"],
		['{"kind":"List","apiVersion":"v1"}', 'not a bench report: its kind is "List"'],
		["{}", "not a bench report: it has no kind"],
		['{"kind":"BenchReport","apiVersion":"localdns.dev/v9"}', 'a bench report of "localdns.dev/v9"'],
		[samplesText, "samples without their report"],
	])("says what %j is", (text, expected) => {
		expect(refusal(text)).toContain(expected);
	});

	it("names the place of a damaged value", () => {
		expect(refusal(fileText.replace('"kind":"sample"', '"kind":"simple"'))).toContain("samples[0].kind");
		const damaged = structuredClone(run);
		(damaged.workloads[0]?.arms[1] as { failed: unknown }).failed = "many";
		expect(refusal(JSON.stringify(damaged))).toContain("workloads[0].arms[1].failed");
		const cut = structuredClone(run);
		(cut.samples[4] as { outcome: unknown }).outcome = "fine";
		expect(refusal(JSON.stringify(cut))).toContain("samples[4].outcome");
	});

	it.each([1, 2])("refuses more arms than a run can have, %i to a line", (lines) => {
		const many = structuredClone(run);
		many.run.arms.push(...Array.from({ length: 300 }, (_, i) => `arm-${i}`));
		const document = JSON.stringify(many);
		const text = lines === 1 ? document : document.replace('"samples":[', '"samples":[\n');
		expect(refusal(text)).toContain("more than 256 arms");
	});

	it("refuses a number of a tuple that none can be", () => {
		expect(refusal(fileText.replace('"tuple":0', '"tuple":-1'))).toContain("samples[0].tuple");
		expect(refusal(fileText.replace('"tuple":0', '"tuple":4294967296'))).toContain("samples[0].tuple");
	});

	it("refuses what would take more time or memory than its length: attempts, search lists and durations that none can have", () => {
		const changed = (change: (wild: typeof run) => void) => {
			const wild = structuredClone(run);
			change(wild);
			return refusal(JSON.stringify(wild));
		};
		const [attempt] = run.samples[0]?.attempts ?? [];
		const attempts = Array.from({ length: 1001 }, () => attempt);
		expect(changed(({ samples }) => Object.assign(samples[0] ?? {}, { attempts }))).toContain(
			"samples[0].attempts",
		);
		expect(changed((wild) => wild.run.search.push(...Array.from({ length: 101 }, () => "a")))).toContain(
			"run.search",
		);
		expect(changed((wild) => Object.assign(wild.run, { durationMs: 1e300 }))).toContain("run.durationMs");
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

describe("a file that comes in pieces", () => {
	async function* pieces(text: string, length: number): AsyncGenerator<string> {
		for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
	}

	it.each([1, 7, 1000, 1e9])("is the same run, %i characters at a time", async (length) => {
		expect(await readRun(pieces(fileText, length), "run.json")).toEqual({ ok: true, run: stored });
	});

	it("is the same run where it is laid out in another way", async () => {
		const text = JSON.stringify(run, null, 2);
		expect(await readRun(pieces(text, 999), "run.json")).toEqual({ ok: true, run: stored });
		expect(parseRun(JSON.stringify(run), "run.json")).toEqual({ ok: true, run: stored });
	});

	it("gives its samples one by one", async () => {
		const found: unknown[] = [];
		for await (const sample of readSamples(pieces(fileText, 5000), "run.json")) found.push(sample);
		expect(found).toEqual(run.samples);
	});

	it("is refused at the first line that is no sample", async () => {
		const lines = fileText.split("\n");
		lines[3] = "{";
		const parsed = await readRun(pieces(lines.join("\n"), 300), "run.json");
		expect(parsed).toMatchObject({ ok: false, error: { code: "LDNS105" } });
		expect(parsed.ok ? "" : parsed.error.reason).toContain("samples[2]");
		expect(refusal(`${fileText}{}\n`)).toContain("something follows the end");
	});
});

describe("a file that was cut off", () => {
	const kept = (text: string) => {
		const parsed = parseRun(text, "run.json");
		if (!parsed.ok || !hasSamples(parsed.run)) throw new Error("was not kept");
		return { rows: parsed.run.table.rows, cut: parsed.cut, headline: parsed.run.headline };
	};
	const firstSample = fileText.indexOf("\n") + 1;
	const lineEnd = (lines: number) =>
		fileText.split("\n", lines + 1).reduce((sum, line) => sum + line.length + 1, -1);

	it.each([
		["within a sample", lineEnd(3) + 40, 3],
		["behind a sample", lineEnd(3) - 1, 3],
		["behind a comma", lineEnd(3), 3],
		["behind a line break", lineEnd(3) + 1, 3],
		["before the first sample", firstSample, 0],
		["before the end of the samples", fileText.length - 4, run.samples.length],
	])("%s keeps its whole samples and says what is missing", (_, length, rows) => {
		const found = kept(fileText.slice(0, length));
		expect(found).toMatchObject({ rows, headline: run.headline });
		expect(found.cut).toContain(`run.json is cut off after ${rows} samples`);
	});

	it("is whole without its last line break", () => {
		expect(kept(fileText.trimEnd()).cut).toBeUndefined();
	});

	it("says how many of the resolutions behind its figures are left", () => {
		const all = run.nodes.flatMap(({ workloads }) => workloads.flatMap(({ arms }) => arms));
		const counted = all.reduce((sum, { resolutions }) => sum + resolutions, 0);
		expect(kept(fileText.slice(0, lineEnd(5))).cut).toContain(`5 of the ${counted} resolutions`);
	});
});

describe("writeRun", () => {
	it("puts each sample on a line of its own", () => {
		const lines = fileText.trimEnd().split("\n");
		expect(lines).toHaveLength(run.samples.length + 2);
		expect(JSON.parse((lines[2] as string).replace(/,$/, "").replace(/^,/, ""))).toEqual(run.samples[1]);
	});

	it("writes a run without samples as valid JSON", async () => {
		const empty = { ...run, samples: [] };
		expect(JSON.parse(await wholeText(writeRun(storeRun(empty), [])))).toEqual(empty);
	});

	it("writes samples as one JSON document per line", () => {
		const lines = samplesText.trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line))).toEqual(run.samples);
	});
});
