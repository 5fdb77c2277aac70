import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { labsFolderOf, roomOf, runtimeFolder } from "../../src/sandbox/runtime-folder.ts";

const before = process.env.XDG_RUNTIME_DIR;
let base: string;
beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), "localdns-runtime-"));
	process.env.XDG_RUNTIME_DIR = base;
});
afterEach(() => {
	if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
	else process.env.XDG_RUNTIME_DIR = before;
	rmSync(base, { recursive: true });
});

it("makes a folder that only its user can enter, and finds it again", () => {
	const folder = runtimeFolder();
	expect(folder).toBe(join(base, "localdns"));
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	for (const each of [roomOf(folder), labsFolderOf(folder)]) expect(statSync(each).isDirectory()).toBe(true);
	expect(runtimeFolder()).toBe(folder);
});

it.each([
	[
		"others can write to",
		(path: string) => {
			mkdirSync(path);
			chmodSync(path, 0o777);
		},
	],
	["is a link to somewhere else", (path: string) => symlinkSync(tmpdir(), path)],
])("refuses a folder that %s", (_, prepare) => {
	prepare(join(base, "localdns"));
	expect(() => runtimeFolder()).toThrow(`the lab's own folder ${join(base, "localdns")} cannot be used`);
});
