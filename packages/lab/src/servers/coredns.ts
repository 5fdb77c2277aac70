import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LocaldnsError } from "@localdns/core";
import { findProgram } from "../host/programs.ts";
import { buildGoProgram, cacheFolder, isExecutable, type Progress } from "./go-program.ts";

const run = promisify(execFile);

/** 1.13.2 is the CoreDNS inside node-cache 1.26.8; 1.15.0 is what the engine coredns ships. */
export const coreDnsVersions = ["1.13.2", "1.15.0"] as const;
export type CoreDnsVersion = (typeof coreDnsVersions)[number];

/** Go modules that pin the servers: in this package, or beside the bundle that this code is in. */
const modules = fileURLToPath(
	new URL(import.meta.url.endsWith(".ts") ? "../../servers" : "./servers", import.meta.url),
);

/** Another go.sum is another binary, so it is part of the key. */
function cachedBinary(version: CoreDnsVersion): string {
	const sum = createHash("sha256")
		.update(readFileSync(join(modules, `coredns-${version}`, "go.sum")))
		.digest("hex");
	return join(cacheFolder(), "servers", `coredns-${version}-${sum.slice(0, 12)}`, "coredns");
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
export const buildCoreDns = (version: CoreDnsVersion, progress: Progress): Promise<string> =>
	buildGoProgram(
		{
			name: `CoreDNS ${version}`,
			module: join(modules, `coredns-${version}`),
			package: "github.com/coredns/coredns",
			binary: cachedBinary(version),
			takes: "about two minutes",
		},
		progress,
	);
