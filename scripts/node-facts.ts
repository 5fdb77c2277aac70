// Bundles the program of the pods of `doctor --link-info` into one file that is mounted into stock Node.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes the bundle. */
export async function buildNodeFacts(outfile: string): Promise<void> {
	await build({
		absWorkingDir: root,
		entryPoints: ["packages/cli/src/node-facts/main.ts"],
		outfile,
		bundle: true,
		minify: true,
		format: "esm",
		platform: "node",
		target: "node24",
		logLevel: "warning",
	});
}
