// Bundles the probe into one file that needs nothing but Node: it is mounted into a stock image or started as it is.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** Writes the bundle and returns its size in bytes. @default outfile "dist/probe.mjs" of this package */
export async function buildProbeBundle(outfile = `${packageFolder}dist/probe.mjs`): Promise<number> {
	return await bundle("src/main.ts", outfile);
}

/** The same for the program of verification pods. @default outfile "dist/lookup.mjs" of this package */
export async function buildLookupBundle(outfile = `${packageFolder}dist/lookup.mjs`): Promise<number> {
	return await bundle("src/lookup/main.ts", outfile);
}

/** The same for the unpaced client of the benchmark suite; it is in no image. */
export async function buildUnpacedBundle(outfile: string): Promise<number> {
	return await bundle("src/unpaced.ts", outfile);
}

async function bundle(entry: string, outfile: string): Promise<number> {
	const result = await build({
		absWorkingDir: packageFolder,
		entryPoints: [entry],
		outfile,
		bundle: true,
		minify: true,
		format: "esm",
		platform: "node",
		target: "node24",
		metafile: true,
		// dns-packet is CommonJS and looks for `require`.
		banner: {
			js: 'import { createRequire as localdnsRequire } from "node:module"; const require = localdnsRequire(import.meta.url);',
		},
		logLevel: "warning",
	});
	return Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
}

if (import.meta.main) process.stdout.write(`${await buildProbeBundle()} bytes\n`);
