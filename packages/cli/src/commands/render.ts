import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { type Config, parseConfig, problemOfSettings } from "@localdns/core/config";
import {
	type BundleSettings,
	type KubernetesObject,
	renderBundle,
	serializeJson,
	serializeYaml,
	yamlDocument,
} from "@localdns/core/manifests";
import { ensureWritable, readText, writeWhole } from "../files.ts";
import { showImport } from "../presentation/import-notes.ts";
import { importClusterDns } from "../use-cases/import-cluster-dns.ts";
import { toolVersion } from "../version.ts";

interface RenderOptions extends Config {
	file?: string | undefined;
	registry?: string | undefined;
	egressPolicyFor?: string[] | undefined;
	split?: string | undefined;
	importClusterDns?: string | undefined;
	directStubDomains?: true | undefined;
	output: "yaml" | "json";
}

type RenderFlags = Omit<
	RenderOptions,
	"file" | "split" | "output" | "importClusterDns" | "directStubDomains"
>;

/** Prints every object of an installation in apply order, or writes one file for each. */
export async function render(options: RenderOptions): Promise<void> {
	const { file, split, output, importClusterDns: cluster, directStubDomains: direct, ...flags } = options;
	if (direct !== undefined && cluster === undefined) {
		throw new LocaldnsError("LDNS101", "render: --direct-stub-domains goes with --import-cluster-dns", {
			hint: "localdns render --help",
		});
	}
	const config = file === undefined ? {} : await readConfig(file);
	const settings: BundleSettings = {
		profile: "resilient",
		engine: "node-cache",
		...config,
		...settingsOf(flags, config),
	};
	const objects = renderBundle(
		cluster === undefined ? settings : await withImport(settings, cluster, direct === true),
		toolVersion,
	);
	if (split !== undefined) return await writeEach(split, objects, output);
	process.stdout.write(output === "json" ? serializeJson(objects) : serializeYaml(objects));
}

/** Settings from flags; those that stand for a part of a setting leave its other parts to the file. */
function settingsOf({ registry, egressPolicyFor, ...flags }: RenderFlags, file: Config): Config {
	const settings: Config = {
		...flags,
		...(registry === undefined ? {} : { images: { registry } }),
		...(egressPolicyFor === undefined
			? {}
			: { egressPolicies: egressPolicyFor.map((namespace) => ({ namespace })) }),
	};
	const problem = problemOfSettings(settings);
	if (problem !== undefined)
		throw new LocaldnsError("LDNS101", `render: ${problem}`, { hint: "localdns render --help" });
	return {
		...settings,
		...(settings.images === undefined ? {} : { images: { ...file.images, ...settings.images } }),
		...(settings.egressPolicies === undefined
			? {}
			: { egressPolicies: [...(file.egressPolicies ?? []), ...settings.egressPolicies] }),
	};
}

/** The settings with what the cluster DNS answers carried over; what that was is told on stderr. */
async function withImport(settings: BundleSettings, path: string, direct: boolean): Promise<BundleSettings> {
	const { notes, ...carried } = await importClusterDns(path, { ...settings, direct });
	showImport(notes, process.stderr);
	return { ...settings, ...carried };
}

async function readConfig(path: string): Promise<Config> {
	const parsed = parseConfig(await readText(path), path);
	if (!parsed.ok) throw parsed.error;
	return parsed.config;
}

/** Manifests of another rendering would be applied with these. @throws LocaldnsError LDNS103 */
async function refuseStrangers(folder: string, own: ReadonlySet<string>): Promise<void> {
	const paths = (await readdir(folder)).map((name) => join(folder, name));
	const strangers = paths.filter((path) => /\.(ya?ml|json)$/.test(path) && !own.has(path));
	if (strangers.length === 0) return;
	throw new LocaldnsError(
		"LDNS103",
		`--split: ${folder} holds other manifests, which kubectl apply -f would take along`,
		{
			reason: strangers.join(", "),
			hint: `rm ${strangers.join(" ")}`,
		},
	);
}

/** The number in front keeps `kubectl apply -f DIR` in apply order. */
async function writeEach(
	folder: string,
	objects: readonly KubernetesObject[],
	output: "yaml" | "json",
): Promise<void> {
	const fileOf = ({ kind, metadata }: KubernetesObject, index: number) =>
		join(folder, `${String(index + 1).padStart(2, "0")}-${kind.toLowerCase()}-${metadata.name}.${output}`);
	await ensureWritable("--split", join(folder, "object"));
	await refuseStrangers(folder, new Set(objects.map(fileOf)));
	for (const [index, object] of objects.entries()) {
		const path = fileOf(object, index);
		await writeWhole(path, [
			output === "json" ? `${JSON.stringify(object, null, 2)}\n` : yamlDocument(object),
		]);
		process.stderr.write(`written: ${path}\n`);
	}
}
