import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readElf } from "../../scripts/image/elf.ts";

describe("readElf", () => {
	it("finds the libraries of this Node that its own loader finds", () => {
		const { interpreter = "", needed } = readElf(readFileSync(process.execPath));
		const listed = execFileSync(interpreter, ["--list", process.execPath], { encoding: "utf8" });
		expect(needed).not.toEqual([]);
		for (const name of needed) expect(listed).toContain(name.replace(/^.*\//, ""));
	});

	it("says what is none", () => {
		expect(() => readElf(Buffer.from("#!/bin/sh\n"))).toThrow("no 64-bit little-endian ELF");
	});
});
