// Bundles the program of the health check's CronJob into one file that is mounted into stock Node.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes the bundle and returns its size in bytes. */
export async function buildHealthProgram(outfile: string): Promise<number> {
	const { version } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, "utf8")) as {
		version: string;
	};
	const result = await build({
		absWorkingDir: root,
		entryPoints: ["packages/cli/src/health-program/main.ts"],
		outfile,
		bundle: true,
		minify: true,
		format: "esm",
		platform: "node",
		target: "node24",
		metafile: true,
		define: { LOCALDNS_VERSION: JSON.stringify(version) },
		// CommonJS packages inside the bundle look for `require`.
		banner: {
			js: 'import { createRequire as localdnsRequire } from "node:module"; const require = localdnsRequire(import.meta.url);',
		},
		// As in the command line's own bundle.
		alias: { yaml: `${root}/packages/core/node_modules/yaml/browser/index.js` },
		logLevel: "warning",
	});
	return Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
}
