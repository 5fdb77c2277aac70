// `npm test`: everything, cheapest first. A tier that this machine cannot run is named with its reason;
// under CI a skipped tier is a failure, because nobody reads the reason there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
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
import { runTool } from "./run-tool.ts";
import { runTier } from "./test-tier.ts";

const inCi = process.env.CI === "true";
const folder = mkdtempSync(join(tmpdir(), "localdns-test-"));
/** A cluster of three nodes lies in 4 GB of memory, beside what else there is, and waits for most of its time. */
const clustersAtOnce = Math.max(1, Math.min(3, Math.floor(totalmem() / (6 * 1024 ** 3))));
let passed = 0;
let failed = 0;
let skipped = 0;
const failures: string[] = [];
const passedAgain: string[] = [];

/** A tool whose exit code is its verdict: counts as one test. */
async function check(name: string, program: string, argv: string[]): Promise<void> {
	const began = Date.now();
	const { status, output } = await runTool(program, argv);
	const seconds = ((Date.now() - began) / 1000).toFixed(1);
	if (status === 0) {
		passed += 1;
		process.stdout.write(`ok   ${name} (${seconds} s)\n`);
	} else {
		failed += 1;
		failures.push(name);
		process.stdout.write(`FAIL ${name} (${seconds} s)\n${output.trim()}\n`);
	}
}

/** Tests of a project of vitest. */
async function tests(name: string, argv: readonly string[], again = false): Promise<void> {
	const result = await runTier(name, { argv, folder, again });
	passed += result.passed;
	failed += result.failed;
	skipped += result.skipped;
	failures.push(...result.failures.map((failure) => `${name}: ${failure}`));
	passedAgain.push(...result.passedAgain.map((failure) => `${name}: ${failure}`));
}

function skip(name: string, reason: string): void {
	process.stdout.write(`${inCi ? "FAIL" : "skip"} ${name}: ${reason}\n`);
	if (inCi) {
		failed += 1;
		failures.push(`${name}: skipped`);
	} else skipped += 1;
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
if (missing.length > 0) skip("real servers", missing.join("; "));
else {
	await tests("real servers", ["--project", "real", "--maxWorkers=3"], true);
	await tests("real servers, measured", ["--project", "real-alone", "--no-file-parallelism"], true);
}

const noCluster = (await checkClusterHost()).map((each) => each.text);
const noParts = noCluster.length > 0 ? undefined : await reasonAgainst(() => provideClusterParts(() => {}));
if (noParts !== undefined) noCluster.push(noParts);
const clusterTiers = {
	"cluster lab": ["--project", "cluster", `--maxWorkers=${clustersAtOnce}`],
	"bench in the cluster lab": ["--project", "cluster-bench", "--no-file-parallelism"],
};
for (const [name, argv] of Object.entries(clusterTiers)) {
	if (noCluster.length > 0) skip(name, noCluster.join("; "));
	else await tests(name, argv, true);
}

rmSync(folder, { recursive: true, force: true });
if (passedAgain.length > 0)
	process.stdout.write(`\nfailed first, passed alone:\n  ${passedAgain.join("\n  ")}\n`);
if (failures.length > 0) process.stdout.write(`\nfailed:\n  ${failures.join("\n  ")}\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
