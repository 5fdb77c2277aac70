import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderBundle, serializeYaml } from "../packages/core/src/manifests/index.ts";
import { installPackedCore } from "./packed-core.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = JSON.parse(readFileSync(join(root, "packages/core/package.json"), "utf8")) as {
	exports: Record<string, string>;
	publishConfig: { exports: Record<string, unknown> };
};
/** `@localdns/core`, `@localdns/core/corefile`, … */
const imports = Object.keys(source.exports).map((subpath) => `@localdns/core${subpath.slice(1)}`);

/** Programs of a consumer; `@ts-expect-error` shows that types arrive, and not `any`. */
const consumers = {
	"models.ts": `
import { LocaldnsError, parseDuration, type ErrorCode } from "@localdns/core";
import { buildNodeCorefile, printCorefile, type Corefile } from "@localdns/core/corefile";
import { searchList } from "@localdns/core/dns";
import { renderBundle, serializeYaml, type KubernetesObject } from "@localdns/core/manifests";
import { compareRuns, createRandom } from "@localdns/core/measure";

const code: ErrorCode = "LDNS101";
// @ts-expect-error no such code
const noCode: ErrorCode = "LDNS000";
const corefile: Corefile = buildNodeCorefile({ profile: "resilient", engine: "node-cache" });
// @ts-expect-error no such profile
buildNodeCorefile({ profile: "fast", engine: "node-cache" });
const objects: KubernetesObject[] = renderBundle({ profile: "upstream", engine: "coredns" });
export const seen = [
	code, noCode, printCorefile(corefile), serializeYaml(objects), searchList, compareRuns, createRandom,
	parseDuration("1m30s"), LocaldnsError,
];
`,
	"documents.ts": `
import type { LocaldnsError } from "@localdns/core";
import { parseConfig, type Config } from "@localdns/core/config";
import { parseRun, type BenchReport } from "@localdns/core/report";
import { jsonSchemas } from "@localdns/core/schemas";

const parsed = parseConfig("apiVersion: localdns.dev/v1alpha1\\nkind: Config\\n", "localdns.yaml");
const config: Config | LocaldnsError = parsed.ok ? parsed.config : parsed.error;
const run = parseRun("", "run.json");
const verdict: BenchReport["verdict"] = run.ok ? run.run.verdict : null;
// @ts-expect-error an error has no run
run.run;
export const seen = [config, verdict, jsonSchemas().config];
`,
};

/** What tsc objects to in these files under strict options, libraries checked too; no types of Node are there. */
function typeCheck(folder: string, module: "nodenext" | "preserve", lib: string[], files: string[]): string {
	for (const [name, text] of Object.entries(consumers)) writeFileSync(join(folder, name), text);
	const compilerOptions = {
		target: "es2022",
		lib,
		types: [],
		module,
		moduleResolution: module === "preserve" ? "bundler" : module,
		strict: true,
		exactOptionalPropertyTypes: true,
		noUncheckedIndexedAccess: true,
		skipLibCheck: false,
		noEmit: true,
	};
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
	const tsc = join(root, "node_modules/typescript/bin/tsc");
	const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
	return status === 0 ? "" : `ended with ${status}: ${stdout}${stderr}`;
}

describe("@localdns/core as npm would install it", () => {
	let folder = "";
	beforeAll(async () => {
		folder = await installPackedCore();
	}, 60_000);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it("holds the built files, the licence and the README, with exports that lead to them", () => {
		const installed = join(folder, "node_modules/@localdns/core");
		const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
		expect(manifest.exports).toEqual(source.publishConfig.exports);
		expect(Object.keys(manifest.exports)).toEqual(Object.keys(source.exports));
		expect(Object.values(manifest.dependencies).join(" ")).toMatch(/^\d+\.\d+\.\d+( \d+\.\d+\.\d+)*$/);
		const files = execFileSync("find", [".", "-type", "f"], { cwd: installed, encoding: "utf8" })
			.trim()
			.split("\n");
		const strange = files.filter(
			(file) => !/^\.\/(dist\/.*\.(js|d\.ts)|LICENSE|README\.md|package\.json)$/.test(file),
		);
		expect(strange).toEqual([]);
		expect(files.length).toBeGreaterThan(100);
	});

	it("is loaded by plain Node, every subpath, with the permission to read files and no other", () => {
		const program = `for (const name of ${JSON.stringify(imports)}) console.log(name, Object.keys(await import(name)).length);`;
		const { stdout, stderr, status } = spawnSync(
			process.execPath,
			["--permission", "--allow-fs-read=*", "--input-type=module", "-e", program],
			{ cwd: folder, encoding: "utf8" },
		);
		expect(stderr).toBe("");
		expect(status).toBe(0);
		const counts = stdout.trim().split("\n");
		expect(counts.map((line) => line.split(" ")[0])).toEqual(imports);
		for (const line of counts) expect(line).not.toMatch(/ 0$/);
	});

	it("exports nothing by a star: what is public is a list that someone wrote", () => {
		for (const file of Object.values(source.exports)) {
			const text = readFileSync(join(root, "packages/core", file), "utf8");
			expect(text, file).not.toMatch(/export\s*\*/);
		}
	});

	it.each(["nodenext", "preserve"] as const)(
		"is typed for a strict consumer, module %s",
		(module) => {
			// zod's own types name `URL`, which a browser's library or Node's types bring.
			expect(typeCheck(folder, module, ["es2024", "dom"], Object.keys(consumers))).toBe("");
		},
		60_000,
	);

	it("needs no library beyond the language's own for the models", () => {
		expect(typeCheck(folder, "nodenext", ["es2024"], ["models.ts"])).toBe("");
	}, 60_000);

	it("runs in Deno without any permission and without the network", () => {
		const program = `
			import { LocaldnsError } from "@localdns/core";
			${imports.map((name, index) => `import * as part${index} from "${name}";`).join("\n")}
			import { buildNodeCorefile, printCorefile } from "@localdns/core/corefile";
			import { renderBundle, serializeYaml } from "@localdns/core/manifests";
			const text = printCorefile(buildNodeCorefile({ profile: "resilient", engine: "node-cache" }));
			const yaml = serializeYaml(renderBundle({ profile: "resilient", engine: "node-cache" }));
			const parts = [${imports.map((_, index) => `part${index}`).join(", ")}];
			let refused = "";
			try {
				await Deno.readTextFile("package.json");
			} catch (error) {
				refused = error.name;
			}
			console.log(JSON.stringify({ text, yaml, refused, exports: parts.map((part) => Object.keys(part).length) }));
		`;
		writeFileSync(join(folder, "in-deno.js"), program);
		const { stdout, stderr, status } = spawnSync(
			join(root, "node_modules/.bin/deno"),
			["run", "--no-remote", "--cached-only", "--no-prompt", "--node-modules-dir=manual", "in-deno.js"],
			{
				cwd: folder,
				encoding: "utf8",
				env: { ...process.env, DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
			},
		);
		expect(stderr).toBe("");
		expect(status).toBe(0);
		const seen = JSON.parse(stdout);
		expect(seen.refused).toBe("NotCapable");
		expect(seen.exports).toHaveLength(imports.length);
		expect(seen.yaml).toBe(serializeYaml(renderBundle({ profile: "resilient", engine: "node-cache" })));
		expect(seen.text).toContain("serve_stale");
	});
});
