import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { labPrograms } from "../packages/lab/src/host/programs.ts";

it("set-up brings every program that the lab runs, from the Debian package that the lab names", async () => {
	// Set-up is plain JavaScript for the host's Node and cannot import the lab's list.
	const file = fileURLToPath(new URL("../setup/debian-packages.mjs", import.meta.url));
	const setup = (await import(file)) as { labPrograms: Record<string, string> };
	expect(setup.labPrograms).toEqual(labPrograms);
});

it("set-up looks at the manifest of every package of the workspace", () => {
	const read = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), "utf8");
	const packages = [...read("pnpm-workspace.yaml").matchAll(/^ {2}- ((?:packages\/|examples)\S*)$/gm)].map(
		([, folder]) => folder,
	);
	expect(packages.length).toBeGreaterThan(4);
	for (const folder of packages)
		expect(read("setup/node-packages.mjs")).toContain(`"${folder}/package.json"`);
});
