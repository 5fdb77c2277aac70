import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { hasSamples, storeRun } from "@localdns/core/report";
import { afterAll, describe, expect, it } from "vitest";
import { syntheticRun } from "../../core/test/report/synthetic-run.ts";
import { ensureWritable } from "../src/files.ts";
import { openRun, writeRunFile } from "../src/run-file.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-run-file-"));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const document = syntheticRun({ durationMs: 20_000 });
const run = storeRun(document);

async function samplesOf(path: string): Promise<unknown[]> {
	const found: unknown[] = [];
	for await (const sample of (await openRun(path)).samples()) found.push(sample);
	return found;
}

describe("a run file", () => {
	it.each(["run.json", "run.json.gz"])("is read back as it was written, %s", async (name) => {
		await writeRunFile(inFolder(name), run, document.samples);
		const opened = await openRun(inFolder(name));
		expect(opened).toEqual({ run, samples: expect.any(Function) });
		expect(await samplesOf(inFolder(name))).toEqual(document.samples);
		expect(readdirSync(folder).filter((each) => each.endsWith(".part"))).toEqual([]);
	});

	it("is written into folders that were not there", async () => {
		const path = inFolder("new/deep/run.json");
		await ensureWritable("--out", path);
		await writeRunFile(path, run, document.samples);
		expect(await samplesOf(path)).toHaveLength(document.samples.length);
	});

	it("is one JSON document, compressed only by its name", async () => {
		await writeRunFile(inFolder("whole.json.gz"), run, document.samples);
		const text = gunzipSync(readFileSync(inFolder("whole.json.gz"))).toString();
		expect(JSON.parse(text)).toEqual(document);
		await writeRunFile(inFolder("whole.json"), run, document.samples);
		expect(readFileSync(inFolder("whole.json"), "utf8")).toBe(text);
	});

	it.each([
		["half.json", 0.5],
		["half.json.gz", 0.5],
		["most.json.gz", 0.9],
	])("that was cut off keeps what is left of its samples, %s", async (name, share) => {
		const path = inFolder(name);
		await writeRunFile(path, run, document.samples);
		truncateSync(path, Math.floor(readFileSync(path).length * share));
		const { run: kept, cut } = await openRun(path);
		if (!hasSamples(kept)) throw new Error("has no samples");
		expect(cut).toMatch(/is cut off after [\d,]+ samples: [\d,]+ of the [\d,]+ resolutions/);
		expect(kept.table.rows).toBeGreaterThan(0);
		expect(kept.table.rows).toBeLessThan(document.samples.length);
		expect(kept.headline).toBe(run.headline);
		expect(await samplesOf(path)).toEqual(document.samples.slice(0, kept.table.rows));
	});

	it("is refused when it is no gzip, or is damaged within", async () => {
		writeFileSync(inFolder("plain.json.gz"), JSON.stringify(document));
		await expect(openRun(inFolder("plain.json.gz"))).rejects.toMatchObject({
			code: "LDNS105",
			message: expect.stringContaining("not gzip"),
		});
		const packed = gzipSync(JSON.stringify(document));
		packed.fill(0x5a, packed.length >> 1, (packed.length >> 1) + 200);
		writeFileSync(inFolder("damaged.json.gz"), packed);
		await expect(openRun(inFolder("damaged.json.gz"))).rejects.toMatchObject({ code: "LDNS105" });
	});

	it("that is not there is LDNS104", async () => {
		await expect(openRun(inFolder("missing.json"))).rejects.toMatchObject({ code: "LDNS104" });
		await expect(openRun(inFolder("missing.json.gz"))).rejects.toMatchObject({ code: "LDNS104" });
	});
});
