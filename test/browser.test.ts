import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleSize } from "../bench/bundle-size.ts";
import { installPackedCore } from "./packed-core.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "packages/core/package.json"), "utf8")) as {
	exports: Record<string, string>;
};
const subpaths = Object.keys(manifest.exports);

/** What each subpath is asked to do in the browser, as an expression over its exports, and what comes of it. */
const uses: Record<string, { expression: string; result: unknown }> = {
	".": {
		expression: `[lib.parseDuration("1m30s"), new lib.LocaldnsError("LDNS101", "no").exitCode]`,
		result: [90_000, 2],
	},
	"./checks": {
		expression: `lib.runChecks(
			lib.checks.filter(({ id }) => id === "kubernetes-version"),
			{ serverVersion: { known: true, value: "v1.34.2+k3s1" } },
		).map(({ status }) => status)`,
		result: ["ok"],
	},
	"./cluster": {
		expression: `lib.readNode({ metadata: { name: "a" }, status: { nodeInfo: { kubeletVersion: "v1.34.2+k3s1" } } }, () => false).isK3s`,
		result: true,
	},
	"./cluster-dns": {
		expression: `lib.readClusterDns({ corefile: ".:53 {\\n  forward . 192.0.2.1\\n}" }).facts.rest.kind`,
		result: "upstreams",
	},
	"./config": { expression: `lib.parseConfig("kind: [", "x.yaml").error.code`, result: "LDNS106" },
	"./corefile": {
		expression: `lib.printCorefile(lib.buildNodeCorefile({ profile: "resilient", engine: "node-cache" })).includes("serve_stale")`,
		result: true,
	},
	"./dns": { expression: `lib.absoluteName("a.example")`, result: "a.example." },
	"./health": {
		expression: `lib.formatSlo(lib.parseSlo("p99=50ms,failures=0.5%").slo)`,
		result: "failures=0.5%,p99=50ms",
	},
	"./k3s": {
		expression: `lib.planNodeConfig(
			{ configPath: "/etc/rancher/k3s/config.yaml", config: "kubelet-arg: [\\"v=2\\"]\\n", role: "agent", ours: [] },
			{ addresses: ["169.254.20.10"] },
		).plan.actions.map((action) => action.kind)`,
		result: ["make-folder", "create"],
	},
	"./lint": {
		expression: `lib.lintCorefile(".:53 {\\n  forward . 127.0.0.1\\n}").findings.length > 0`,
		result: true,
	},
	"./manifests": {
		expression: `lib.serializeYaml(lib.renderBundle({ profile: "upstream", engine: "coredns" })).split("\\nkind: ").length > 3`,
		result: true,
	},
	"./measure": { expression: `typeof lib.createRandom(7).next`, result: "function" },
	"./plan": {
		expression: `lib.objectChanges(
			new Map(),
			[{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "b" } }],
			undefined,
		).map(({ kind }) => kind)`,
		result: ["create"],
	},
	"./report": { expression: `lib.parseRun("", "run.json").error.code`, result: "LDNS105" },
	"./schemas": { expression: `lib.jsonSchemas().config.additionalProperties`, result: false },
	"./verification": {
		expression: `lib.sameAnswer({ is: "data", data: ["b", "A"] }, { is: "data", data: ["a", "b"] })`,
		result: true,
	},
};

describe("@localdns/core in a browser", () => {
	let folder = "";
	beforeAll(async () => {
		folder = await installPackedCore();
	}, 60_000);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it("has every subpath tried here", () => {
		expect(Object.keys(uses).toSorted()).toEqual(subpaths.toSorted());
	});

	it.each(subpaths)(
		"bundles %s without a module of Node and runs it where only the language is",
		async (subpath) => {
			const { outputFiles, metafile } = await build({
				stdin: { contents: `export * from "@localdns/core${subpath.slice(1)}";`, resolveDir: folder },
				absWorkingDir: folder,
				bundle: true,
				format: "iife",
				globalName: "lib",
				platform: "browser",
				target: "es2022",
				write: false,
				metafile: true,
				logLevel: "silent",
			});
			const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
			expect(imports.filter(({ external, path }) => external || path.startsWith("node:"))).toEqual([]);
			// Without `eval`, as a page with a content security policy has it; no process, Buffer, require or console.
			const page = createContext({}, { codeGeneration: { strings: false, wasm: false } });
			runInContext(outputFiles[0]?.text ?? "", page, { timeout: 10_000 });
			const { expression, result } = uses[subpath] ?? { expression: "undefined", result: "an entry above" };
			const seen = runInContext(`JSON.stringify(${expression})`, page, { timeout: 10_000 });
			expect(JSON.parse(String(seen))).toEqual(result);
		},
	);

	it("keeps the Corefile model below 60 kB minified, all of it", async () => {
		const { minified, inputs } = await bundleSize(`export * from "@localdns/core/corefile";`, folder);
		expect(minified).toBeLessThan(60_000);
		expect(minified).toBeGreaterThan(5_000);
		expect(inputs.filter((path) => !path.includes("@localdns/core/dist/"))).toEqual(["<stdin>"]);
	});

	it("sends a page that only prints or parses no more than that", async () => {
		const whole = await bundleSize(`export * from "@localdns/core/corefile";`, folder);
		const part = await bundleSize(`export { printCorefile } from "@localdns/core/corefile";`, folder);
		expect(part.minified).toBeLessThan(whole.minified / 3);
		const parser = await bundleSize(`export { parseCorefile } from "@localdns/core/corefile";`, folder);
		expect(parser.minified).toBeLessThan(whole.minified / 2);
		// Findings of lint stay behind.
		expect([whole, parser].map(({ text }) => text.includes("LDNS430"))).toEqual([true, false]);
	});

	it.each(subpaths)("sends for %s no language packs of a dependency along", async (subpath) => {
		const { minified } = await bundleSize(`export * from "@localdns/core${subpath.slice(1)}";`, folder);
		// All of zod with its translations is 490 kB.
		expect(minified).toBeLessThan(300_000);
	});
});
