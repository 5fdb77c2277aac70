import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface BundleSize {
	/** Minified ES module, bytes. */
	minified: number;
	/** The same through gzip, bytes. */
	gzipped: number;
	/** Files that went in, paths relative to `folder`. */
	inputs: string[];
	/** The code itself. */
	text: string;
}

/**
 * What a browser is sent for these statements, dependencies included.
 * Fails when anything cannot be bundled, a module of Node for one.
 * @param folder where `@localdns/core` is found from
 */
export async function bundleSize(statements: string, folder: string): Promise<BundleSize> {
	const { outputFiles, metafile } = await build({
		stdin: { contents: statements, resolveDir: folder },
		absWorkingDir: folder,
		bundle: true,
		minify: true,
		format: "esm",
		platform: "browser",
		target: "es2022",
		write: false,
		metafile: true,
		logLevel: "silent",
	});
	const [output] = outputFiles;
	if (output === undefined) throw new Error("esbuild made no file");
	return {
		minified: output.contents.length,
		gzipped: gzipSync(output.contents).length,
		inputs: Object.keys(metafile.inputs),
		text: output.text,
	};
}
