import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

function filesBelow(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.name === "node_modules" || entry.name === "dist") return [];
		return entry.isDirectory() ? filesBelow(path) : [path];
	});
}

const sources = ["core", "cli", "lab", "probe-image"]
	.flatMap((name) => filesBelow(`packages/${name}/src`))
	.filter((file) => file.endsWith(".ts"));

/** Modules that a file imports: paths of the repository, or package names as written. */
function importsOf(file: string): string[] {
	const text = readFileSync(join(root, file), "utf8");
	const found = text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
	return [...found].map(([, name = ""]) =>
		name.startsWith(".") ? relative(root, resolve(root, dirname(file), name)) : name,
	);
}

const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1];

/** Which package may import which (docs/architecture.md). */
const mayImport: Record<string, string[]> = {
	core: [],
	"probe-image": ["core"],
	lab: ["core"],
	cli: ["core", "lab"],
};

describe("the walls of the house", () => {
	it("finds the sources it is about", () => {
		expect(sources.length).toBeGreaterThan(40);
	});

	it.each(sources)("%s imports only what its folder may", (file) => {
		const own = packageOf(file) ?? "";
		for (const name of importsOf(file)) {
			const path = packageOf(name);
			if (path !== undefined) expect(path, `${name} reaches into another package's files`).toBe(own);
			const [, scoped] = /^@localdns\/([^/]+)/.exec(name) ?? [];
			if (scoped !== undefined) expect(mayImport[own], `${own} imports ${name}`).toContain(scoped);
			if (own === "core") expect(name, "core is pure").not.toMatch(/^node:/);
		}
	});

	it("keeps zod and yaml out of what the probe loads", () => {
		const seen = new Set<string>();
		const visit = (file: string): void => {
			if (seen.has(file)) return;
			seen.add(file);
			for (const name of importsOf(file)) {
				expect(["zod", "yaml"], `${file} imports ${name}`).not.toContain(name);
				if (name === "@localdns/core/measure") visit("packages/core/src/measure/index.ts");
				else if (name === "@localdns/core/dns") visit("packages/core/src/dns/index.ts");
				else if (name === "@localdns/core/verification") visit("packages/core/src/verification/index.ts");
				else if (name.startsWith("packages/")) visit(name);
			}
		};
		visit("packages/probe-image/src/main.ts");
		visit("packages/probe-image/src/lookup/main.ts");
		expect(seen.size).toBeGreaterThan(8);
	});

	it("keeps clock, chance and process out of core: they come in as arguments", () => {
		const offenders = sources.filter((file) => {
			const text = readFileSync(join(root, file), "utf8");
			return file.startsWith("packages/core/") && /\bDate\.now\(|\bMath\.random\(|\bprocess\.\w/.test(text);
		});
		expect(offenders).toEqual([]);
	});

	it("lets only programs and the lab's sandbox end their process", () => {
		const programs = [
			"packages/cli/src/main.ts",
			"packages/cli/src/health-program/main.ts",
			"packages/cli/src/node-program/main.ts",
			"packages/cli/src/node-facts/main.ts",
			"packages/cli/src/health-program/main.ts",
			// The second Ctrl-C.
			"packages/cli/src/interruption.ts",
			"packages/lab/src/link/relay.ts",
			"packages/lab/src/link/echo.ts",
			"packages/lab/src/cluster/k3s/k3s.ts",
		];
		const offenders = sources.filter((file) =>
			/\bprocess\.exit\(/.test(readFileSync(join(root, file), "utf8")),
		);
		const allowed = (file: string) => programs.includes(file) || file.startsWith("packages/lab/src/sandbox/");
		expect(offenders.filter((file) => !allowed(file))).toEqual([]);
	});

	it("keeps the command line's layers: use-cases print nothing, presentation starts nothing", () => {
		const layer = (file: string): string | undefined => /^packages\/cli\/src\/([^/]+)\//.exec(file)?.[1];
		const closed: Record<string, string[]> = {
			"use-cases": ["commands", "presentation"],
			presentation: ["commands", "use-cases"],
			progress: ["commands", "use-cases"],
		};
		for (const file of sources) {
			const forbidden = closed[layer(file) ?? ""] ?? [];
			for (const name of importsOf(file))
				expect(forbidden, `${file} imports ${name}`).not.toContain(layer(name));
		}
	});

	it("has no file named after nothing in particular", () => {
		const vague = sources.filter((file) => /\/(utils?|helpers?|common|manager|misc)\.ts$/.test(file));
		expect(vague).toEqual([]);
	});

	it("has no source file that grew beyond reading", () => {
		const long = sources.filter((file) => statSync(join(root, file)).size > 16_000);
		expect(long).toEqual([]);
	});
});
