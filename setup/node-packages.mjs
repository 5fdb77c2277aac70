// pnpm comes from npm into the cache; pnpm then brings every package of the lockfile, Node 24 among them.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { quietly } from "./command.mjs";
import { cache, projectNode } from "./places.mjs";
import { step } from "./say.mjs";
import { fingerprint, isStamped, stamp } from "./stamp.mjs";

// Named here and not as `packageManager`: pnpm would want to replace itself by that entry, from the network.
const pnpmVersion = "12.21.0";

const inputs = [
	"package.json",
	"pnpm-workspace.yaml",
	"pnpm-lock.yaml",
	"packages/core/package.json",
	"packages/cli/package.json",
	"packages/lab/package.json",
	"packages/probe-image/package.json",
	"examples/package.json",
];

const home = join(cache, "tools", `pnpm-${pnpmVersion}`);
/** Folder with the program `pnpm`; the package checks pack with it. */
export const pnpmFolder = join(home, "node_modules/.bin");

async function pnpm() {
	const program = join(pnpmFolder, "pnpm");
	if (!existsSync(program)) {
		rmSync(home, { recursive: true, force: true });
		await quietly(
			"npm",
			[
				"install",
				"--prefix",
				home,
				"--no-save",
				"--ignore-scripts",
				"--no-audit",
				"--no-fund",
				`pnpm@${pnpmVersion}`,
			],
			{
				hint: "npm must reach its registry: npm ping",
			},
		);
	}
	return program;
}

export async function nodePackages() {
	const wanted = fingerprint(inputs);
	if (existsSync(projectNode) && isStamped("node-packages", wanted)) return;
	await step("Node packages", async () => {
		const program = await pnpm();
		await quietly(program, ["install", "--frozen-lockfile", "--reporter=append-only"], {
			// Without a terminal pnpm would refuse to replace a node_modules folder of another layout.
			env: { CI: "true" },
			hint: `rm -rf node_modules packages/*/node_modules && ${program} install --frozen-lockfile`,
		});
	});
	stamp("node-packages", wanted);
}
