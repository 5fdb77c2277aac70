import { spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { findProgram, programPath } from "../host/programs.ts";

export type Progress = (text: string) => void;

/** A program that is built from the Go module registry into the cache. */
export interface GoProgram {
	/** What messages call it: "CoreDNS 1.15.0". */
	readonly name: string;
	/** Folder of the go.mod that pins it. */
	readonly module: string;
	/** Flags for the linker besides those that leave debugging tables out. */
	readonly linkerFlags?: string;
	/** Import path of the main package, or ".". */
	readonly package: string;
	/** Where it ends up: a path below `cacheFolder()` that changes with whatever it is made from. */
	readonly binary: string;
	/** How long that takes, in words. */
	readonly takes: string;
}

/** `$LOCALDNS_CACHE`, else `$XDG_CACHE_HOME/localdns`, else `~/.cache/localdns`. */
export function cacheFolder(): string {
	return (
		process.env.LOCALDNS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "localdns")
	);
}

export function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * Builds a program into the cache, unless it is there.
 * @returns the binary
 * @throws LocaldnsError LDNS202 with Go's last words
 */
export async function buildGoProgram(program: GoProgram, progress: Progress): Promise<string> {
	const { name, binary } = program;
	if (isExecutable(binary)) return binary;
	if (findProgram("go") === undefined) {
		throw new LocaldnsError("LDNS202", `${name} is not here, and Go to build it is not installed`);
	}
	try {
		mkdirSync(dirname(binary), { recursive: true });
		accessSync(dirname(binary), constants.W_OK);
	} catch (error) {
		throw new LocaldnsError(
			"LDNS202",
			`${name} is not here, and the cache it would be built into cannot be written`,
			{
				reason: error instanceof Error ? error.message : String(error),
				hint: "name a folder of yours: export LOCALDNS_CACHE=/tmp/localdns-cache",
				cause: error,
			},
		);
	}
	progress(`building ${name} from the Go module registry, once, ${program.takes}`);
	const partial = `${binary}.${process.pid}.part`;
	try {
		await goBuild(program, partial);
		renameSync(partial, binary);
	} finally {
		rmSync(partial, { force: true });
	}
	return binary;
}

function goBuild(program: GoProgram, output: string): Promise<void> {
	const linkerFlags = `-s -w ${program.linkerFlags ?? ""}`.trim();
	const argv = [
		"build",
		"-mod=readonly",
		"-trimpath",
		`-ldflags=${linkerFlags}`,
		"-o",
		output,
		program.package,
	];
	return new Promise((resolve, reject) => {
		const child = spawn("go", argv, {
			cwd: program.module,
			env: { ...process.env, PATH: programPath(), CGO_ENABLED: "0" },
			stdio: ["ignore", "ignore", "pipe"],
		});
		let words = "";
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			words = (words + text).slice(-2000);
		});
		const fail = (reason: string) =>
			reject(new LocaldnsError("LDNS202", `${program.name} could not be built`, { reason }));
		child.once("error", (error) => fail(error.message));
		child.once("close", (code) => (code === 0 ? resolve() : fail(`go ended with ${code}: ${words.trim()}`)));
	});
}
