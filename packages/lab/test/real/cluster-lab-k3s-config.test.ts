import { isUtf8 } from "node:buffer";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { effectiveConfig, type NodeSnapshot } from "@localdns/core/k3s";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { provideKubernetes } from "../../src/cluster/kubernetes.ts";
import { runToEnd } from "./run-to-end.ts";

// Two readings of K3s' configuration that share no line: core's, and the lab's with the YAML library of K3s.
const fixtures = fileURLToPath(new URL("../../../core/test/fixtures/k3s", import.meta.url));
const cases = readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, "root")));
const folder = mkdtempSync(join(tmpdir(), "localdns-k3s-"));
let program: string;

beforeAll(async () => {
	program = join(await provideKubernetes(() => {}), "k3s-args");
});
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (configPath: string): string[] => {
	const dropIns = `${configPath}.d`;
	const names = existsSync(dropIns) ? readdirSync(dropIns).map((name) => join(dropIns, name)) : [];
	return [configPath, ...names].filter((path) => existsSync(path) && statSync(path).isFile());
};

const snapshotOf = (configPath: string): NodeSnapshot => ({
	configPath,
	config: existsSync(configPath) ? readFileSync(configPath, "utf8") : undefined,
	dropIns: filesOf(configPath)
		.filter((path) => path !== configPath)
		.map((path) => ({ name: path.slice(`${configPath}.d/`.length), text: readFileSync(path, "utf8") })),
	service: undefined,
	role: undefined,
	ours: [],
});

/** Flag → its values, of a list of `--flag=value`. */
function byFlag(words: readonly string[]): Record<string, string[]> {
	const flags: Record<string, string[]> = {};
	for (const word of words) {
		const [, name = "", value = ""] = /^-+([^=]*)=([\s\S]*)$/.exec(word) ?? [];
		flags[name] = [...(flags[name] ?? []), value];
	}
	return flags;
}

/** @returns whether core was sure of what it read */
async function compare(configPath: string): Promise<boolean> {
	const lab = await runToEnd([program, configPath]);
	const core = effectiveConfig(snapshotOf(configPath));
	if (!core.ok) {
		// What core takes for doubtful, the library may take either way; what it takes for unreadable must be.
		if (core.error.code === "LDNS508") expect(lab.stdout, core.error.message).toBe("");
		return false;
	}
	expect(lab.stderr).toBe("");
	const { flags } = JSON.parse(lab.stdout) as { flags: string[] };
	const seen = [...core.config.flags].flatMap(([flag, values]) => {
		const left = values.filter(({ loss }) => loss?.why !== "replaced").map(({ text }) => text);
		return left.length > 0 ? [[flag, left] as const] : [];
	});
	const wanted = byFlag(flags);
	// A nested value is Go's own notation there, and only marked here.
	for (const [flag, values] of seen) if (values.includes("[nested]")) wanted[flag] = values;
	expect(Object.fromEntries(seen)).toEqual(wanted);
	return true;
}

describe("core and the lab read the same from a K3s directory", () => {
	it("in at least a hundred of them", () => {
		expect(cases.length).toBeGreaterThanOrEqual(100);
	});

	it.each(cases)("%s", async (name) => {
		const path = join(fixtures, name, "root/etc/rancher/k3s/config.yaml");
		const texts = filesOf(path).map((file) => readFileSync(file));
		// localdns reads UTF-8 alone and refuses the rest before core sees it; the library knows UTF-16 too.
		if (texts.every((text) => isUtf8(text) && !text.includes(0))) await compare(path);
	});

	it("in 300 made by chance", async () => {
		// Numbers that Go prints otherwise than they are written (1.50, 0o17, 1:30) are not among them: no flag takes one.
		const scalar = fc.constantFrom(
			"v=2",
			"a",
			'""',
			"'x y'",
			"true",
			"no",
			"12",
			"~",
			"null",
			"",
			'" s "',
			"0x1f",
			"1_000",
			"2026-01-01",
			"-",
			"!!str 7",
		);
		const list = fc
			.array(scalar, { maxLength: 3 })
			.map((items) => items.map((item) => `\n- ${item}`).join(""));
		const flow = fc
			.array(fc.constantFrom("a", "'b'", "1", "true", '"c=d"'), { maxLength: 3 })
			.map((items) => `[${items.join(", ")}]`);
		const key = fc.constantFrom(
			"kubelet-arg",
			"kubelet-arg+",
			"node-label",
			"node-label+",
			"debug",
			"debug+",
			"v",
		);
		const line = fc.tuple(key, fc.oneof(scalar, list, flow)).map(([name, value]) => `${name}: ${value}\n`);
		const file = fc
			.uniqueArray(line, { maxLength: 4, selector: (text) => text.split(":")[0] })
			.map((lines) => lines.join(""));
		let run = 0;
		let sure = 0;
		await fc.assert(
			fc.asyncProperty(file, fc.array(file, { maxLength: 3 }), async (main, dropIns) => {
				run += 1;
				const path = join(folder, String(run), "config.yaml");
				mkdirSync(`${path}.d`, { recursive: true });
				writeFileSync(path, main);
				for (const [index, text] of dropIns.entries())
					writeFileSync(join(`${path}.d`, `${index}.yaml`), text);
				if (await compare(path)) sure += 1;
				rmSync(dirname(path), { recursive: true });
			}),
			{ numRuns: 300, seed: 7 },
		);
		// Doubt is the exception.
		expect(sure).toBeGreaterThan(100);
	});
});
