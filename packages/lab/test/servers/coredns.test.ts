import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildCoreDns, provideCoreDns } from "../../src/servers/coredns.ts";

const before = { PATH: process.env.PATH, LOCALDNS_CACHE: process.env.LOCALDNS_CACHE };
let folder: string;

/** A program of this name in the test's folder, which is the first on PATH. */
function program(name: string, script: string): string {
	const path = join(folder, name);
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, 0o755);
	return path;
}

const coreDnsOf = (name: string, version: string) =>
	program(name, `echo CoreDNS-${version}; echo linux/amd64, go1.26.8,`);

/** Stands for Go: says what it was asked to do, and writes the output file of `go build -o FILE`. */
const goThatBuilds = () =>
	program(
		"go",
		'for each in "$@"; do [ "$last" = -o ] && printf "#!/bin/sh\\n" >"$each" && chmod +x "$each"; last=$each; done',
	);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-servers-"));
	process.env.PATH = `${folder}:/usr/bin:/bin`;
	process.env.LOCALDNS_CACHE = join(folder, "cache");
});
afterEach(() => {
	for (const [name, value] of Object.entries(before)) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
	rmSync(folder, { recursive: true });
});

async function failure(act: Promise<unknown>): Promise<LocaldnsError> {
	try {
		await act;
	} catch (error) {
		if (error instanceof LocaldnsError) return error;
		throw error;
	}
	throw new Error("it worked");
}

const silent = () => {};

describe("provideCoreDns", () => {
	it("takes a named binary for the version that it is", async () => {
		const named = coreDnsOf("mine", "1.15.0");
		coreDnsOf("coredns", "1.13.2");
		expect(await provideCoreDns(["1.13.2", "1.15.0"], named, silent)).toEqual({
			"1.13.2": join(folder, "coredns"),
			"1.15.0": named,
		});
	});

	it.each([
		["another version", "echo CoreDNS-1.11.1", "which is CoreDNS 1.11.1; allowed is CoreDNS 1.13.2"],
		["another program", "echo hello", "which is no program that calls itself CoreDNS"],
		["a program that fails", "exit 3", "which is no program that calls itself CoreDNS"],
	])("refuses a named binary that is %s", async (_, script, words) => {
		const named = program("mine", script);
		const error = await failure(provideCoreDns(["1.13.2"], named, silent));
		expect(error).toMatchObject({ code: "LDNS101", exitCode: 2 });
		expect(error.message).toContain(`--coredns: read ${JSON.stringify(named)}`);
		expect(error.message).toContain(words);
	});

	it("takes coredns on PATH only where its version fits, and otherwise builds", async () => {
		coreDnsOf("coredns", "1.13.1");
		goThatBuilds();
		const said: string[] = [];
		const found = await provideCoreDns(["1.13.2"], undefined, (text) => said.push(text));
		expect(found["1.13.2"]).toMatch(/cache\/servers\/coredns-1\.13\.2-[0-9a-f]{12}\/coredns$/);
		expect(said).toEqual(["building CoreDNS 1.13.2 from the Go module registry, once, about two minutes"]);
	});

	it("builds once: the cache comes before PATH, and nothing is said", async () => {
		goThatBuilds();
		const built = await buildCoreDns("1.13.2", silent);
		program("go", "exit 1");
		coreDnsOf("coredns", "1.13.2");
		const said: string[] = [];
		expect(await provideCoreDns(["1.13.2"], undefined, (text) => said.push(text))).toEqual({
			"1.13.2": built,
		});
		expect(said).toEqual([]);
	});
});

it("tells Go's last words when a build fails, and keeps no half-built binary", async () => {
	program("go", 'echo "no route to the module registry" >&2; exit 1');
	const error = await failure(buildCoreDns("1.15.0", silent));
	expect(error).toMatchObject({ code: "LDNS202", exitCode: 3 });
	expect(error.reason).toBe("go ended with 1: no route to the module registry");
	const servers = join(folder, "cache", "servers");
	expect(existsSync(servers) ? readdirSync(join(servers, readdirSync(servers)[0] as string)) : []).toEqual(
		[],
	);
});
