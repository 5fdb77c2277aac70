import type { Plugin } from "esbuild";

/**
 * What commander imports of Node for features that a start of localdns rarely needs. Importing a module of Node
 * reads every getter of it to make its ES module, `process.stdin` and `util.parseArgs` among them: 8 ms together,
 * of 20 that bare Node takes (measured by `npm run bench`, "Start-up").
 */
const replacements: Record<string, string> = {
	// Only for subcommands that are programs of their own; localdns has none.
	"node:child_process": `export default {};`,
	"node:fs": `export default {};`,
	"node:process": `export default globalThis.process;`,
	// Only for help.
	"node:util": `export const stripVTControlCharacters = (text) =>
		process.getBuiltinModule("node:util").stripVTControlCharacters(text);`,
};

/** For the bundle of the command line: commander without Node's modules that it loads ahead of need. */
export const lightCommander: Plugin = {
	name: "light-commander",
	setup(build) {
		build.onResolve({ filter: /^node:/ }, ({ path, importer }) =>
			importer.includes("/node_modules/commander/") && path in replacements
				? { path, namespace: "light-commander" }
				: undefined,
		);
		build.onLoad({ filter: /.*/, namespace: "light-commander" }, ({ path }) => ({
			contents: replacements[path] ?? "",
		}));
	},
};
