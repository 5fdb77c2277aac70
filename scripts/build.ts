// Bundles the command line (one entry, lazily loaded chunks), the programs of pods (one file each) and the lab's relay.
// Types of the published library come from tsc.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildLookupBundle, buildProbeBundle } from "../packages/probe-image/scripts/build-bundle.ts";
import { buildHealthProgram } from "./health-program.ts";
import { lightCommander } from "./light-commander.ts";
import { buildNodeFacts } from "./node-facts.ts";
import { buildNodeProgram } from "./node-program.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, "utf8")) as {
	version: string;
};

rmSync(`${root}/packages/core/dist`, { recursive: true, force: true, maxRetries: 5 });
// Built beside the former one and put in its place as a whole: someone may be running it.
const dist = `${root}/packages/cli/dist`;
const next = `${root}/packages/cli/node_modules/.dist-${process.pid}`;

await build({
	absWorkingDir: root,
	entryPoints: {
		main: "packages/cli/src/main.ts",
		relay: "packages/lab/src/link/relay.ts",
		echo: "packages/lab/src/link/echo.ts",
		"cluster/systemd/client": "packages/lab/src/cluster/systemd/client.ts",
		"cluster/systemd/service-manager": "packages/lab/src/cluster/systemd/service-manager.ts",
		"cluster/k3s/k3s": "packages/lab/src/cluster/k3s/k3s.ts",
	},
	outdir: next,
	bundle: true,
	splitting: true,
	format: "esm",
	platform: "node",
	target: "node22.19",
	define: { LOCALDNS_VERSION: JSON.stringify(version) },
	// CommonJS packages inside the bundle look for `require`.
	banner: {
		js: 'import { createRequire as localdnsRequire } from "node:module"; const require = localdnsRequire(import.meta.url);',
	},
	plugins: [lightCommander],
	// yaml without its entry for Node, which is CommonJS and would be bundled whole.
	alias: { yaml: `${root}/packages/core/node_modules/yaml/browser/index.js` },
	logLevel: "warning",
});
// The Go modules from which `bench --lab` builds CoreDNS where none is found.
cpSync(`${root}/packages/lab/servers`, `${next}/servers`, { recursive: true });
await buildNodeProgram(`${next}/node-program.mjs`);
await buildNodeFacts(`${next}/node-facts.mjs`);
await buildHealthProgram(`${next}/health-check.mjs`);
await buildProbeBundle(`${next}/probe.mjs`);
await buildLookupBundle(`${next}/lookup.mjs`);
if (existsSync(dist)) renameSync(dist, `${next}-former`);
renameSync(next, dist);
rmSync(`${next}-former`, { recursive: true, force: true });

execFileSync(
	process.execPath,
	[`${root}/node_modules/typescript/bin/tsc`, "-p", "packages/core/tsconfig.build.json"],
	{
		cwd: root,
		stdio: "inherit",
	},
);
