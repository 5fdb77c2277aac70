// `npm test`: everything, cheapest first. A tier that this machine cannot run is named with its reason;
// under CI a skipped tier is a failure, because nobody reads the reason there.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LocaldnsError } from "../packages/core/src/index.ts";
import {
	checkClusterHost,
	checkHost,
	coreDnsVersions,
	findProgram,
	provideClusterParts,
	provideCoreDns,
} from "../packages/lab/src/index.ts";
import { provideOpenApi } from "../packages/lab/src/openapi/index.ts";
import { provideCorefileOracle } from "../packages/lab/src/oracle/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const inCi = process.env.CI === "true";
const folder = mkdtempSync(join(tmpdir(), "localdns-test-"));
/** A cluster of three nodes lies in 4 GB of memory, and waits for most of its time. */
const clustersAtOnce = totalmem() > 14 * 1024 ** 3 ? 2 : 1;
let passed = 0;
let failed = 0;
let skipped = 0;

interface Finished {
	status: number | null;
	output: string;
}

/** Runs a tool of the project; `step` is called for each line that tells of a finished file. */
function run(program: string, argv: string[], step: () => void = () => {}): Promise<Finished> {
	const child = spawn(`${root}node_modules/.bin/${program}`, argv, {
		cwd: root,
		env: { ...process.env, NO_COLOR: "1" },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text: string) => {
			output += text;
			for (const _ of text.matchAll(/^ \S .*\.test\.ts /gm)) step();
		});
	}
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (status) => resolve({ status, output }));
	});
}

/** Says that a long tier is alive: in place on a terminal, else a line every half minute. */
function progressOf(name: string): { step(): void; end(): void } {
	const began = Date.now();
	let files = 0;
	const live = process.stderr.isTTY === true;
	const text = (): string =>
		`     ${name}: ${files} files done, ${Math.round((Date.now() - began) / 1000)} s`;
	const timer = setInterval(
		() => process.stderr.write(live ? `\r${text()}` : `${text()}\n`),
		live ? 1_000 : 30_000,
	);
	return {
		step: () => {
			files += 1;
		},
		end: () => {
			clearInterval(timer);
			if (live) process.stderr.write("\r\u001b[2K");
		},
	};
}

function report(name: string, began: number, good: boolean, output: string): void {
	const seconds = ((Date.now() - began) / 1000).toFixed(1);
	process.stdout.write(`${good ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
	if (!good) process.stdout.write(`${output.trim()}\n`);
}

/** A tool whose exit code is its verdict: counts as one test. */
async function check(name: string, program: string, argv: string[]): Promise<void> {
	const began = Date.now();
	const { status, output } = await run(program, argv);
	const good = status === 0;
	if (good) passed += 1;
	else failed += 1;
	report(name, began, good, output);
}

interface VitestResult {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
}

/** What vitest says of the tests that failed, without the list of those that did not. */
function failuresIn(output: string): string {
	const at = output.search(/^.*Failed (Tests|Suites) \d+.*$/m);
	return at === -1 ? output : output.slice(at);
}

async function tests(name: string, argv: string[]): Promise<void> {
	const began = Date.now();
	const file = join(folder, `${name.replaceAll(/\W+/g, "-")}.json`);
	const progress = progressOf(name);
	const result = await run(
		"vitest",
		["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...argv],
		progress.step,
	);
	progress.end();
	let counts: VitestResult | undefined;
	try {
		counts = JSON.parse(readFileSync(file, "utf8")) as VitestResult;
	} catch {
		counts = undefined;
	}
	// A file that does not even load has no failed test in it, but the run has failed.
	const failures = counts === undefined ? 1 : Math.max(counts.numFailedTests, result.status === 0 ? 0 : 1);
	passed += counts?.numPassedTests ?? 0;
	failed += failures;
	skipped += (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0);
	report(`${name}: ${counts?.numPassedTests ?? 0} tests`, began, failures === 0, failuresIn(result.output));
}

function skip(name: string, reason: string): void {
	process.stdout.write(`${inCi ? "FAIL" : "skip"} ${name}: ${reason}\n`);
	if (inCi) failed += 1;
	else skipped += 1;
}

/** Set-up has built them where it could: this finds what there is. */
async function reasonAgainst(provide: () => Promise<unknown>): Promise<string | undefined> {
	try {
		await provide();
		return undefined;
	} catch (error) {
		if (error instanceof LocaldnsError) return error.message;
		throw error;
	}
}

await check("format and lint", "biome", ["check", "--error-on-warnings", "."]);
await check("types", "tsc", ["--noEmit"]);
await check("dead code", "knip", []);
await check("docs match the code", "node", ["scripts/generate-docs.ts", "--check"]);
await check("package of core", "publint", ["packages/core", "--strict"]);
await check("package of cli", "publint", ["packages/cli", "--strict"]);
for (const project of ["workspace", "core", "lab", "cli"]) await tests(project, ["--project", project]);

const noOpenApi = await reasonAgainst(() => provideOpenApi(() => {}));
if (noOpenApi !== undefined) skip("objects against the Kubernetes API", noOpenApi);
else await tests("objects against the Kubernetes API", ["--project", "kubernetes-api"]);

const noOracle = await reasonAgainst(() => provideCorefileOracle(() => {}));
if (noOracle !== undefined) skip("Corefiles against CoreDNS' own code", noOracle);
else await tests("Corefiles against CoreDNS' own code", ["--project", "oracle"]);

const noCoreDns = await reasonAgainst(() => provideCoreDns(coreDnsVersions, undefined, () => {}));
if (noCoreDns !== undefined) skip("probe against CoreDNS", noCoreDns);
else await tests("probe against CoreDNS", ["--project", "probe-image"]);

const missing = (await checkHost()).map((each) => each.text);
// One of them asks Go's own resolver for comparison.
if (findProgram("go") === undefined) missing.push("go is not installed");
if (noCoreDns !== undefined) missing.push(noCoreDns);
if (missing.length > 0) skip("real servers in network namespaces", missing.join("; "));
else await tests("real servers in network namespaces", ["--project", "real", "--no-file-parallelism"]);

const noCluster = (await checkClusterHost()).map((each) => each.text);
const noParts = noCluster.length > 0 ? undefined : await reasonAgainst(() => provideClusterParts(() => {}));
if (noParts !== undefined) noCluster.push(noParts);
const clusterTiers = {
	"cluster lab": ["--project", "cluster", `--maxWorkers=${clustersAtOnce}`],
	"bench in the cluster lab": ["--project", "cluster-bench", "--no-file-parallelism"],
};
for (const [name, argv] of Object.entries(clusterTiers)) {
	if (noCluster.length > 0) skip(name, noCluster.join("; "));
	else await tests(name, argv);
}

rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
