import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LocaldnsError } from "@localdns/core";
import { findProgram, programPath } from "../host/programs.ts";

const run = promisify(execFile);

/** 1.13.2 is the CoreDNS inside node-cache 1.26.8; 1.15.0 is what the engine coredns ships. */
export const coreDnsVersions = ["1.13.2", "1.15.0"] as const;
export type CoreDnsVersion = (typeof coreDnsVersions)[number];

export type Progress = (text: string) => void;

/** Go modules that pin the servers: in this package, or beside the bundle that this code is in. */
const modules = fileURLToPath(
	new URL(import.meta.url.endsWith(".ts") ? "../../servers" : "./servers", import.meta.url),
);

/** `$LOCALDNS_CACHE`, else `$XDG_CACHE_HOME/localdns`, else `~/.cache/localdns`. */
function cacheFolder(): string {
	return (
		process.env.LOCALDNS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "localdns")
	);
}

/** Another go.sum is another binary, so it is part of the key. */
function cachedBinary(version: CoreDnsVersion): string {
	const sum = createHash("sha256")
		.update(readFileSync(join(modules, `coredns-${version}`, "go.sum")))
		.digest("hex");
	return join(cacheFolder(), "servers", `coredns-${version}-${sum.slice(0, 12)}`, "coredns");
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** The version that a binary calls itself, or undefined when it does not run or is no CoreDNS. */
async function versionOf(binary: string): Promise<string | undefined> {
	try {
		const { stdout } = await run(binary, ["-version"], { timeout: 10_000 });
		return /^CoreDNS-(\S+)/m.exec(stdout)?.[1];
	} catch {
		return undefined;
	}
}

/**
 * CoreDNS for each wanted version: the user's own binary where its version is wanted, then the cache,
 * then `coredns` on PATH, and otherwise a build. Call it before entering a sandbox, which has no network.
 * @param named what `--coredns` named
 * @throws LocaldnsError LDNS101 when the named binary fits no wanted version, LDNS202 when one is not to be had
 */
export async function provideCoreDns<V extends CoreDnsVersion>(
	wanted: readonly V[],
	named: string | undefined,
	progress: Progress,
): Promise<Record<V, string>> {
	const found: Partial<Record<string, string>> = {};
	if (named !== undefined) found[await namedVersion(named, wanted)] = named;
	for (const version of wanted) {
		found[version] ??= isExecutable(cachedBinary(version)) ? cachedBinary(version) : undefined;
		found[version] ??= await onPath(version);
		found[version] ??= await buildCoreDns(version, progress);
	}
	return found as Record<V, string>;
}

async function namedVersion(named: string, wanted: readonly string[]): Promise<string> {
	const version = await versionOf(named);
	if (version !== undefined && wanted.includes(version)) return version;
	throw new LocaldnsError(
		"LDNS101",
		`--coredns: read ${JSON.stringify(named)}, which is ${version === undefined ? "no program that calls itself CoreDNS" : `CoreDNS ${version}`}; allowed is CoreDNS ${wanted.join(" or ")}`,
		{
			hint: `${named} -version`,
		},
	);
}

async function onPath(version: CoreDnsVersion): Promise<string | undefined> {
	const binary = findProgram("coredns");
	return binary !== undefined && (await versionOf(binary)) === version ? binary : undefined;
}

/**
 * Builds CoreDNS from the Go module registry into the cache, unless it is there.
 * @returns the binary
 * @throws LocaldnsError LDNS202 with Go's last words
 */
export async function buildCoreDns(version: CoreDnsVersion, progress: Progress): Promise<string> {
	const binary = cachedBinary(version);
	if (isExecutable(binary)) return binary;
	if (findProgram("go") === undefined) {
		throw new LocaldnsError("LDNS202", `CoreDNS ${version} is not here, and Go to build it is not installed`);
	}
	try {
		mkdirSync(dirname(binary), { recursive: true });
		accessSync(dirname(binary), constants.W_OK);
	} catch (error) {
		throw new LocaldnsError(
			"LDNS202",
			`CoreDNS ${version} is not here, and the cache it would be built into cannot be written`,
			{
				reason: error instanceof Error ? error.message : String(error),
				hint: "name a folder of yours: export LOCALDNS_CACHE=/tmp/localdns-cache",
				cause: error,
			},
		);
	}
	progress(`building CoreDNS ${version} from the Go module registry, once, about two minutes`);
	const partial = `${binary}.${process.pid}.part`;
	try {
		await goBuild(version, partial);
		renameSync(partial, binary);
	} finally {
		rmSync(partial, { force: true });
	}
	return binary;
}

function goBuild(version: CoreDnsVersion, output: string): Promise<void> {
	const argv = [
		"build",
		"-mod=readonly",
		"-trimpath",
		"-ldflags=-s -w",
		"-o",
		output,
		"github.com/coredns/coredns",
	];
	return new Promise((resolve, reject) => {
		const child = spawn("go", argv, {
			cwd: join(modules, `coredns-${version}`),
			env: { ...process.env, PATH: programPath(), CGO_ENABLED: "0" },
			stdio: ["ignore", "ignore", "pipe"],
		});
		let words = "";
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			words = (words + text).slice(-2000);
		});
		const fail = (reason: string) =>
			reject(new LocaldnsError("LDNS202", `CoreDNS ${version} could not be built`, { reason }));
		child.once("error", (error) => fail(error.message));
		child.once("close", (code) => (code === 0 ? resolve() : fail(`go ended with ${code}: ${words.trim()}`)));
	});
}
