import { LocaldnsError } from "@localdns/core";
import type { Config } from "@localdns/core/config";
import { type BundleSettings, renderBundle, serializeJson, serializeYaml } from "@localdns/core/manifests";
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

/**
 * Prints every object of an installation in apply order, or writes one file for each. What only some flags need is
 * loaded where they are given: the bare command takes no longer than Node, the models and the YAML printer do.
 */
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
		...(await settingsOf(flags, config)),
	};
	const objects = renderBundle(
		cluster === undefined ? settings : await withImport(settings, cluster, direct === true),
		toolVersion,
	);
	if (split !== undefined) {
		const { writeEach } = await import("./render-split.ts");
		return await writeEach(split, objects, output);
	}
	process.stdout.write(output === "json" ? serializeJson(objects) : serializeYaml(objects));
}

/** Settings from flags; those that stand for a part of a setting leave its other parts to the file. */
async function settingsOf(
	{ registry, egressPolicyFor, ...flags }: RenderFlags,
	file: Config,
): Promise<Config> {
	const settings: Config = {
		...flags,
		...(registry === undefined ? {} : { images: { registry } }),
		...(egressPolicyFor === undefined
			? {}
			: { egressPolicies: egressPolicyFor.map((namespace) => ({ namespace })) }),
	};
	if (Object.keys(settings).length === 0) return settings;
	const { problemOfSettings } = await import("@localdns/core/config");
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
	const { importClusterDns } = await import("../use-cases/import-cluster-dns.ts");
	const { showImport } = await import("../presentation/import-notes.ts");
	const { notes, ...carried } = await importClusterDns(path, { ...settings, direct });
	showImport(notes, process.stderr);
	return { ...settings, ...carried };
}

async function readConfig(path: string): Promise<Config> {
	const { parseConfig } = await import("@localdns/core/config");
	const { readText } = await import("../files.ts");
	const parsed = parseConfig(await readText(path), path);
	if (!parsed.ok) throw parsed.error;
	return parsed.config;
}
