import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runTier, type TierResult } from "../scripts/test-tier.ts";

let project: string;
let printed: string;
beforeEach(() => {
	project = mkdtempSync(join(tmpdir(), "localdns-tier-"));
	writeFileSync(join(project, "vitest.config.mjs"), "export default { test: { globals: true } };");
	printed = "";
	vi.spyOn(process.stdout, "write").mockImplementation((text) => {
		printed += text;
		return true;
	});
});
afterEach(() => {
	vi.restoreAllMocks();
	rmSync(project, { recursive: true });
});

const file = (name: string, content: string) => writeFileSync(join(project, `${name}.test.mjs`), content);
/** Fails as long as it has left no mark. */
const failingOnce = `
import { existsSync, writeFileSync } from "node:fs";
const mark = new URL("mark", import.meta.url);
it("waits for a slow machine", () => {
	const isSecond = existsSync(mark);
	writeFileSync(mark, "");
	expect(isSecond).toBe(true);
});
it("is quick", () => {});`;

async function tier(again: boolean): Promise<TierResult> {
	const result = await runTier("tier", { argv: ["--root", project], folder: project, again });
	const withoutPath = (names: string[]) => names.map((name) => name.replace(/^.*\//, ""));
	return {
		...result,
		failures: withoutPath(result.failures),
		passedAgain: withoutPath(result.passedAgain),
	};
}

it("runs a failed file once more, says why, and names what passed then", { timeout: 60_000 }, async () => {
	file("slow", failingOnce);
	file("sound", 'it("passes", () => {});\nit.skip("rests", () => {});');
	expect(await tier(true)).toEqual({
		...{ passed: 3, failed: 0, skipped: 1, failures: [] },
		passedAgain: ["slow.test.mjs > waits for a slow machine"],
	});
	expect(printed).toMatch(
		/tried again, because of this:\n.*waits for a slow machine.*\nok {3}tier: 3 tests/s,
	);
});

it("fails for what fails twice, and for a file that does not load", { timeout: 60_000 }, async () => {
	file("wrong", 'it("adds", () => expect(1 + 1).toBe(3));\nit("is", () => {});');
	file("broken", "import './nowhere.mjs';");
	expect(await tier(true)).toEqual({
		...{ passed: 1, failed: 2, skipped: 0, passedAgain: [] },
		failures: expect.arrayContaining(["broken.test.mjs", "wrong.test.mjs > adds"]),
	});
	expect(printed).toMatch(/\nFAIL tier: 1 tests/);
});

it("tries nothing again where time plays no part, nor where many files fail", {
	timeout: 60_000,
}, async () => {
	file("slow", failingOnce);
	expect(await tier(false)).toMatchObject({ passed: 1, failed: 1, passedAgain: [] });
	for (const name of ["a", "b", "c", "d"]) file(name, `it("${name}", () => expect(1).toBe(2));`);
	expect(await tier(true)).toMatchObject({ failed: 4, passedAgain: [] });
	expect(printed).not.toContain("tried again");
});

it("does not take for passed what was skipped the second time", { timeout: 60_000 }, async () => {
	file(
		"gone",
		failingOnce
			.replace("() => {\n", "({ skip }) => {\n")
			.replace("writeFileSync(", "if (isSecond) skip();\n\twriteFileSync("),
	);
	expect(await tier(true)).toMatchObject({
		...{ failed: 1, passedAgain: [] },
		failures: ["gone.test.mjs > waits for a slow machine"],
	});
});

it("tries nothing again where something went wrong outside of tests, which a second run would not show", {
	timeout: 60_000,
}, async () => {
	file("slow", failingOnce);
	file(
		"stray",
		'it("leaves", async () => { setTimeout(() => { throw new Error("stray"); }); await new Promise((end) => setTimeout(end, 100)); });',
	);
	expect(await tier(true)).toMatchObject({ failed: 1, passedAgain: [] });
	expect(printed).toContain("FAIL tier");
});

it("fails without a report, whatever vitest ended with", { timeout: 60_000 }, async () => {
	expect(await runTier("tier", { argv: ["--help"], folder: project })).toMatchObject({
		...{ passed: 0, failed: 1, failures: ["tier"] },
	});
});
