import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { LocaldnsError } from "@localdns/core";
import { findProgram, programPath } from "../host/programs.ts";
import { cacheFolder, type Progress } from "../servers/go-program.ts";

const run = promisify(execFile);

/** SHA-256 of api/openapi-spec/swagger.json in the Go module k8s.io/kubernetes at each version. */
const digests = {
	"1.33.13": "2af5abf98554af1599e516f31f7f1698085e6faa12b816401f569c097b9f7ef6",
	"1.34.4": "d3b0cdc2fda15c753206d25ab459dc7c12df64e2fd652b6809687471ea751c37",
	"1.35.4": "483500149ee52ce5753d75f5639101d985bb4f5e902cc05b1ba7627465d62446",
	"1.36.3": "dcede2063da1d7ad62ecb5af8adb6d7fabd0b52385a7fa0048afb491dac90450",
	"1.37.2": "465276aedf437726de5a6ed23a41b86d78bb0d347edf251a755ae26a93cdd8a6",
} as const;

/** A version of Kubernetes whose API objects are held against. */
export type KubernetesVersion = keyof typeof digests;

/** The newest patch of each minor version that the Go module registry has. */
export const kubernetesVersions = Object.keys(digests) as readonly KubernetesVersion[];

/**
 * The OpenAPI description of each version's API (Swagger 2.0), fetched as part of its Go module where it is not in the
 * cache: about 20 MB and 5 s each, of which 4 MB stay.
 *
 * @returns paths, by version
 * @throws LocaldnsError LDNS202 when one is not to be had
 */
export async function provideOpenApi(progress: Progress): Promise<Record<KubernetesVersion, string>> {
	const paths: Partial<Record<KubernetesVersion, string>> = {};
	for (const version of kubernetesVersions) paths[version] = await provide(version, progress);
	return paths as Record<KubernetesVersion, string>;
}

async function provide(version: KubernetesVersion, progress: Progress): Promise<string> {
	const path = join(cacheFolder(), "openapi", `kubernetes-${version}.json`);
	if (digestOf(path) === digests[version]) return path;
	if (findProgram("go") === undefined) throw missing(version, "Go to fetch it is not installed");
	progress(`fetching the API of Kubernetes ${version} from the Go module registry, once, some seconds`);
	// A module cache of its own: a whole source tree for one file is not to stay in the user's.
	const folder = join(cacheFolder(), "openapi", `.fetch-${version}-${process.pid}`);
	try {
		mkdirSync(folder, { recursive: true });
		const text = readFileSync(join(await download(version, folder), "api/openapi-spec/swagger.json"));
		const partial = join(folder, "swagger.json");
		writeFileSync(partial, text);
		if (digestOf(partial) !== digests[version]) throw new Error("it is not the file that was expected");
		renameSync(partial, path);
	} catch (error) {
		throw missing(version, "it could not be fetched", error);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return path;
}

/** @returns the folder of the module's files */
async function download(version: KubernetesVersion, folder: string): Promise<string> {
	const { stdout } = await run("go", ["mod", "download", "-json", `k8s.io/kubernetes@v${version}`], {
		cwd: dirname(folder),
		env: { ...process.env, PATH: programPath(), GOMODCACHE: join(folder, "modules"), GOFLAGS: "-modcacherw" },
		timeout: 300_000,
	});
	return (JSON.parse(stdout) as { Dir: string }).Dir;
}

function digestOf(path: string): string | undefined {
	try {
		return createHash("sha256").update(readFileSync(path)).digest("hex");
	} catch {
		return undefined;
	}
}

const missing = (version: string, why: string, cause?: unknown): LocaldnsError =>
	new LocaldnsError("LDNS202", `the API of Kubernetes ${version} is not here, and ${why}`, {
		...(cause instanceof Error ? { reason: cause.message.slice(0, 500) } : {}),
		cause,
	});
