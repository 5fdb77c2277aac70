import { LocaldnsError } from "@localdns/core";
import type { ClusterSnapshot } from "@localdns/core/cluster";
import type { Config } from "@localdns/core/config";
import type { BundleSettings } from "@localdns/core/manifests";

/** What render, install and diff make objects from: `program/bundle-options.ts`. */
export interface BundleFlags extends Config {
	readonly file?: string | undefined;
	readonly registry?: string | undefined;
	readonly egressPolicyFor?: string[] | undefined;
	readonly importClusterDns?: string | undefined;
	readonly directStubDomains?: true | undefined;
}

/**
 * Settings from flags over those of the file. What only some flags need is loaded where they are given: the bare `render`
 * takes no longer than Node, the models and the YAML printer do.
 *
 * @param command whose flags they are, for errors
 * @throws LocaldnsError LDNS101 and those of the file
 */
export async function settingsFrom(command: string, flags: BundleFlags): Promise<BundleSettings> {
	const { file, importClusterDns: cluster, directStubDomains: direct, ...rest } = flags;
	if (direct !== undefined && cluster === undefined)
		throw wrong(command, "--direct-stub-domains goes with --import-cluster-dns");
	const config = file === undefined ? {} : await readConfig(file);
	const settings: BundleSettings = {
		profile: "resilient",
		engine: "node-cache",
		...config,
		...(await settingsOf(command, rest, config)),
	};
	return cluster === undefined ? settings : await withImport(settings, cluster, direct === true);
}

/**
 * The settings with what is the cluster's own where nobody has set it: address and domain of its DNS. Where the cluster
 * does not say, K3s' defaults stay.
 */
export function settingsOfCluster(
	settings: BundleSettings,
	{ clusterDns: { service, noted } }: ClusterSnapshot,
): BundleSettings {
	const addresses = service.known ? (service.value?.addresses ?? []) : [];
	const domain = noted.known ? noted.value?.data.clusterDomain : undefined;
	return {
		...(addresses.length === 0 ? {} : { clusterDns: addresses }),
		...(domain === undefined || domain === "" ? {} : { clusterDomain: domain }),
		...settings,
	};
}

const wrong = (command: string, what: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `${command}: ${what}`, { hint: `localdns ${command} --help` });

type SettingFlags = Omit<BundleFlags, "file" | "importClusterDns" | "directStubDomains">;

/** Settings from flags; those that stand for a part of a setting leave its other parts to the file. */
async function settingsOf(
	command: string,
	{ registry, egressPolicyFor, ...flags }: SettingFlags,
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
	if (problem !== undefined) throw wrong(command, problem);
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
