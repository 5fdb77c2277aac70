// Bundles the program of node Jobs into one file that is mounted into stock Node.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes the bundle and returns its size in bytes. */
export async function buildNodeProgram(outfile: string): Promise<number> {
	const result = await build({
		absWorkingDir: root,
		entryPoints: ["packages/cli/src/node-program/main.ts"],
		outfile,
		bundle: true,
		minify: true,
		format: "esm",
		platform: "node",
		target: "node24",
		metafile: true,
		// As in the command line's own bundle.
		alias: { yaml: `${root}/packages/core/node_modules/yaml/browser/index.js` },
		logLevel: "warning",
	});
	return Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
}
