import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { effectiveConfig } from "@localdns/core/k3s";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { k3sDirectories } from "../use-cases/k3s-directories.ts";
import { configTexts } from "./k3s-texts.ts";

const source = fileURLToPath(new URL("k3s-config-reader", import.meta.url));
const fixtures = fileURLToPath(new URL("../../../core/test/fixtures/k3s", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-k3s-reader-"));
const reader = join(folder, "reader");
// The YAML parser and the conversion to text that K3s is built with, from the Go module registry.
beforeAll(() => {
	execFileSync("go", ["build", "-o", reader, "."], { cwd: source });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Answer = { readonly args: readonly string[] } | { readonly error: string };

function readByGo(all: readonly (readonly string[])[]): Answer[] {
	const input = all
		.map((texts) => JSON.stringify(texts.map((text) => Buffer.from(text).toString("base64"))))
		.join("\n");
	const { stdout } = spawnSync(reader, { input: `${input}\n`, encoding: "utf8", maxBuffer: 2 ** 30 });
	return stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as Answer);
}

function readByCore([config, ...others]: readonly string[]): Answer {
	const dropIns = others.map((text, index) => ({ name: `${index}.yaml`, text }));
	const snapshot = {
		configPath: "/etc/rancher/k3s/config.yaml",
		config,
		dropIns,
		service: undefined,
		role: undefined,
		ours: [],
	};
	const read = effectiveConfig(snapshot);
	if (!read.ok) return { error: `${read.error.code} ${read.error.message}` };
	const args = [...read.config.flags].flatMap(([name, values]) =>
		values
			.filter(({ loss }) => loss?.why !== "replaced")
			.map(({ text }) => `${name.length === 1 ? "-" : "--"}${name}=${text}`),
	);
	return { args };
}

/** Go prints a nested collection in a notation of its own, which no flag takes; core does not try. */
const isNested = (arg: string): boolean => arg.endsWith("=[nested]");

interface Tally {
	readonly same: number;
	/** Both refuse. */
	readonly refused: number;
	/** Core refuses what Go reads. */
	readonly stricter: number;
	/** Core reads what Go refuses, or reads something else: a mistake. */
	readonly wrong: readonly string[];
}

function compare(all: readonly (readonly string[])[]): Tally {
	let [same, refused, stricter] = [0, 0, 0];
	const wrong: string[] = [];
	for (const [index, go] of readByGo(all).entries()) {
		const texts = all[index] ?? [];
		const core = readByCore(texts);
		if ("error" in core) {
			if ("error" in go) refused += 1;
			else stricter += 1;
		} else if ("error" in go) wrong.push(`${JSON.stringify(texts)}: ${go.error}`);
		else {
			const nested = core.args.map(isNested);
			const kept = (args: readonly string[]) => args.filter((_, at) => nested[at] !== true);
			const alike =
				core.args.length === go.args.length &&
				JSON.stringify(kept(core.args)) === JSON.stringify(kept(go.args));
			if (alike) same += 1;
			else wrong.push(`${JSON.stringify(texts)}: ${JSON.stringify([core.args, go.args])}`);
		}
	}
	return { same, refused, stricter, wrong };
}

/** Texts of a fixture's main file and drop-ins, as bytes that are UTF-8. */
function textsOf(name: string): string[] {
	const config = join(fixtures, name, "root/etc/rancher/k3s/config.yaml");
	const read = (path: string): string[] => {
		try {
			const bytes = readFileSync(path);
			return Buffer.from(bytes.toString()).equals(bytes) ? [bytes.toString()] : [];
		} catch {
			return [];
		}
	};
	let dropIns: string[] = [];
	try {
		dropIns = readdirSync(`${config}.d`)
			.filter((path) => /\.ya?ml$/i.test(path))
			.sort();
	} catch {}
	return [...read(config), ...dropIns.flatMap((path) => read(`${config}.d/${path}`))];
}

describe("configuration files of K3s, read by core and by K3s' own YAML parser", () => {
	it("are the same flags for every K3s directory", () => {
		const all = k3sDirectories.map(({ name }) => textsOf(name)).filter((texts) => texts.length > 0);
		const { same, refused, wrong } = compare(all);
		expect(wrong).toEqual([]);
		expect(same).toBeGreaterThan(70);
		expect(refused).toBeGreaterThan(5);
	});

	it("are never read where Go refuses, nor read otherwise: 100,000 generated sets", {
		timeout: 180_000,
	}, () => {
		const { same, wrong } = compare(fc.sample(configTexts, { numRuns: 100_000, seed: 20_250_608 }));
		expect(wrong).toEqual([]);
		expect(same).toBeGreaterThan(40_000);
	});
});
