import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { findProgram, programPath } from "../../src/host/programs.ts";

const before = process.env.PATH;
afterEach(() => {
	process.env.PATH = before;
});

it("looks where Debian keeps administration programs, which a plain user's PATH lacks", () => {
	process.env.PATH = "/usr/bin";
	expect(programPath().split(":")).toEqual(["/usr/bin", "/usr/local/sbin", "/usr/sbin", "/sbin", "/bin"]);
});

it("finds only what can be run, first on PATH first", () => {
	const folder = mkdtempSync(join(tmpdir(), "localdns-path-"));
	process.env.PATH = `${folder}:/usr/bin:/bin`;
	symlinkSync("/bin/sh", join(folder, "sh"));
	expect(findProgram("sh")).toBe(join(folder, "sh"));
	expect(findProgram("no-such-program")).toBeUndefined();
	rmSync(folder, { recursive: true });
});
