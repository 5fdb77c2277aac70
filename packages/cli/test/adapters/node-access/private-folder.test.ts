import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePrivateFolder, removeLeftFolders } from "../../../src/adapters/node-access/private-folder.ts";

/** Beyond what Linux gives a process. */
const nobody = 4_194_305;
const former = process.env.TMPDIR;
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-private-"));
	process.env.TMPDIR = folder;
});
afterEach(() => {
	if (former === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = former;
	rmSync(folder, { recursive: true });
});

describe("private folders", () => {
	it("may be entered by their owner only, and stay while their process runs", () => {
		const made = makePrivateFolder();
		expect(statSync(made).mode & 0o777).toBe(0o700);
		removeLeftFolders();
		expect(readdirSync(folder)).toEqual([basename(made)]);
	});

	it("of a process that was killed are removed, tokens and all, and nothing else is", () => {
		const made = basename(makePrivateFolder());
		const left = made.replace(`-${process.pid}-`, `-${nobody}-`);
		mkdirSync(join(folder, left, "node"), { recursive: true });
		writeFileSync(join(folder, left, "node", "config.yaml"), "token: secret\n");
		const kept = [made, "localdns-ssh-", `localdns-ssh-elsewhere-${nobody}-abcdef`, `other-${nobody}-abcdef`];
		for (const name of kept.slice(1)) mkdirSync(join(folder, name));
		const link = made.replace(`-${process.pid}-`, `-${nobody + 1}-`);
		symlinkSync(join(folder, "localdns-ssh-"), join(folder, link));
		removeLeftFolders();
		expect(readdirSync(folder).toSorted()).toEqual([...kept, link].toSorted());
	});

	it("of former runs are left where nobody may look for them", () => {
		process.env.TMPDIR = join(folder, "nowhere");
		expect(removeLeftFolders).not.toThrow();
	});
});
