import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { storeRun } from "@localdns/core/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterReport } from "../../../core/test/report/cluster-report.ts";
import { syntheticRun } from "../../../core/test/report/synthetic-run.ts";
import { writeRunFile } from "../../src/run-file.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-report-"));
const document = syntheticRun({ durationMs: 20_000 });

beforeAll(async () => {
	for (const name of ["run.json", "run.json.gz", "cut.json", "cut.json.gz"])
		await writeRunFile(join(folder, name), storeRun(document), document.samples);
	for (const name of ["cut.json", "cut.json.gz"])
		truncateSync(join(folder, name), readFileSync(join(folder, name)).length >> 1);
});
afterAll(() => rmSync(folder, { recursive: true }));

function bench(...argv: readonly string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "bench", ...argv], {
		encoding: "utf8",
		cwd: folder,
		timeout: 30_000,
		maxBuffer: 1 << 28,
		env: { ...process.env, NO_COLOR: "1" },
	});
	return { status, stdout, stderr };
}

describe("bench report", () => {
	it.each(["run.json", "run.json.gz"])("shows a saved run, and each of its samples, %s", (name) => {
		const { status, stdout, stderr } = bench("report", name);
		expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
		expect(stdout).toContain(document.headline);
		const lines = bench("report", name, "-o", "ndjson").stdout.trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line))).toEqual(document.samples);
	});

	it.each(["cut.json", "cut.json.gz"])(
		"shows what is left of a file that was cut off, and ends with 3, %s",
		(name) => {
			const { status, stdout, stderr } = bench("report", name, "-o", "short");
			expect(status).toBe(3);
			expect(stdout).toContain(document.headline);
			expect(stderr).toMatch(
				/^warning: cut\.json\S* is cut off after [\d,]+ samples: [\d,]+ of the [\d,]+ resolutions/,
			);
			const left = bench("report", name, "-o", "ndjson");
			const samples = left.stdout
				.trimEnd()
				.split("\n")
				.map((line) => JSON.parse(line));
			expect(left.status).toBe(3);
			expect(samples).toEqual(document.samples.slice(0, samples.length));
			expect(samples.length).toBeGreaterThan(100);
		},
	);

	it("does not wait for a reader that went away", () => {
		const pipe = `"${process.execPath}" "${cli}" bench report run.json -o ndjson | head -n 1`;
		const { stdout, stderr } = spawnSync("bash", ["-c", pipe], {
			encoding: "utf8",
			cwd: folder,
			timeout: 30_000,
		});
		expect(JSON.parse(stdout)).toEqual(document.samples[0]);
		expect(stderr).toBe("");
	});
});

describe("bench report --prediction", () => {
	it("refuses a prediction that was not made with --like", () => {
		const { status, stdout, stderr } = bench("report", "run.json", "--prediction", "run.json.gz");
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toContain("LDNS346");
		expect(stderr).toContain("no lab run that was made with --like");
	});

	it.each(["short", "ndjson", "junit"])("refuses -o %s", (output) => {
		const { status, stderr } = bench("report", "run.json", "--prediction", "run.json", "-o", output);
		expect(status).toBe(2);
		expect(stderr).toContain(`LDNS101: --prediction goes with -o table and -o json, not with -o ${output}`);
	});

	it("writes a page and a table in the language that is asked for", async () => {
		const like = { runId: "x", startedAt: document.run.startedAt, node: "far", arm: "direct", basis: [] };
		await writeRunFile(join(folder, "lab.json"), storeRun({ ...document, like }), document.samples);
		await writeRunFile(
			join(folder, "after.json"),
			storeRun({ ...document, link: null, cluster: clusterReport }),
			document.samples,
		);
		const page = ["--html", "new/prediction.html", "--lang", "zh"];
		const { status, stdout, stderr } = bench("report", "after.json", "--prediction", "lab.json", ...page);
		expect({ status, stderr }).toEqual({ status: 0, stderr: "written: new/prediction.html\n" });
		expect(stdout).toContain("缓存带来的变化");
		expect(readFileSync(join(folder, "new/prediction.html"), "utf8")).toContain('lang="zh-CN"');
	});
});

describe("bench compare", () => {
	it("takes a compressed file and one that is not", () => {
		expect(bench("compare", "run.json", "run.json.gz", "-o", "json").status).toBe(0);
	});

	it("refuses a file that was cut off and says what is missing", () => {
		const { status, stderr } = bench("compare", "run.json", "cut.json");
		expect(status).toBe(2);
		expect(stderr).toContain("LDNS105");
		expect(stderr).toContain("cut.json is cut off after");
		expect(stderr).toContain("localdns bench report cut.json");
	});
});
