import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const core = join(root, "packages/core");

/**
 * A new folder with `@localdns/core` in its node_modules as npm would put it there: what `pnpm pack` makes of
 * the built package, and its two dependencies from this workspace, so that no registry is asked.
 * The package must be built (`npm run build`). The caller removes the folder.
 */
export async function installPackedCore(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "localdns-packed-"));
	const modules = join(folder, "node_modules");
	const installed = join(modules, "@localdns/core");
	mkdirSync(installed, { recursive: true });
	execFileSync(await pnpm(), ["pack", "--pack-destination", folder], { cwd: core, stdio: "pipe" });
	const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
	execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
	for (const name of ["yaml", "zod"])
		symlinkSync(realpathSync(join(core, "node_modules", name)), join(modules, name));
	writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
	return folder;
}

/** The pnpm of set-up, which is plain JavaScript without types. */
async function pnpm(): Promise<string> {
	const file = join(root, "setup/node-packages.mjs");
	const { pnpmFolder } = (await import(file)) as { pnpmFolder: string };
	return join(pnpmFolder, "pnpm");
}
