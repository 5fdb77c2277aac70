import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeProgramConfigMap } from "@localdns/core/manifests";
import { afterAll, describe, expect, it } from "vitest";
import { buildNodeProgram } from "../../../../scripts/node-program.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-node-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the bundled program of node Jobs", () => {
	it("is one file that a ConfigMap takes many times over, that Node reads, and that needs nothing but Node", async () => {
		const file = join(folder, "node-program.mjs");
		expect(await buildNodeProgram(file)).toBeLessThan(300 * 1024);
		execFileSync(process.execPath, ["--check", file]);
		const text = readFileSync(file, "utf8");
		const imported = [...text.matchAll(/\bfrom\s?"([^"]{1,60})"/g)].map(([, name]) => name);
		expect(imported.length).toBeGreaterThan(3);
		for (const name of imported) expect(name).toMatch(/^node:/);
		expect(nodeProgramConfigMap(text).metadata.name).toMatch(/^localdns-node-program-[0-9a-f]+$/);
	});
});
