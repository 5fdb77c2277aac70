import { readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import { type BenchNames, parseBenchNames, problemOfSettings } from "@localdns/core/config";
import { type BundleSettings, cacheNamespace, type ProbeImage } from "@localdns/core/manifests";
import type { ClusterBenchFlags } from "../cluster-bench-settings.ts";
import { readText } from "../files.ts";
import { shellWord } from "../shell-word.ts";
import type { ConclusionFlags } from "./bench-conclusion.ts";
import { settingsFrom } from "./bundle-flags.ts";
import type { ClusterFlags } from "./cluster-flags.ts";

/** As the command line gives them: `program/bench.ts`. */
export interface BenchClusterOptions extends ClusterBenchFlags, ConclusionFlags, ClusterFlags {
	readonly namespace?: string | undefined;
	readonly cacheNamespace?: string | undefined;
	readonly nodes?: string | undefined;
	readonly names?: string | undefined;
	readonly linkInfo?: true | undefined;
	readonly nodeImage?: string | undefined;
	readonly probeImage?: string | undefined;
	readonly stage?: true | undefined;
	readonly file?: string | undefined;
	readonly profile?: BundleSettings["profile"] | undefined;
	readonly mode?: BundleSettings["mode"] | undefined;
	readonly engine?: BundleSettings["engine"] | undefined;
	readonly yes?: true | undefined;
	readonly progress: boolean;
}

const wrong = (what: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `bench: ${what}`, { hint: "localdns bench --help" });

/** What goes with what. @throws LocaldnsError LDNS101 */
export function checkFlags(options: BenchClusterOptions): void {
	if (options.as === undefined && options.asGroup !== undefined) throw wrong("--as-group needs --as");
	checkNamespaces("bench", options);
	if (options.nodeImage !== undefined && options.probeImage !== undefined)
		throw wrong("--node-image and --probe-image: one of the two");
	const ofStaging = ["file", "profile", "mode", "engine"] as const;
	const lone = options.stage === true ? undefined : ofStaging.find((flag) => options[flag] !== undefined);
	if (lone !== undefined) throw wrong(`--${lone} is about the cache that --stage puts there`);
}

/** Names that no namespace can have. @throws LocaldnsError LDNS101 */
export function checkNamespaces(
	command: string,
	flags: Pick<BenchClusterOptions, "namespace" | "cacheNamespace">,
): void {
	for (const [flag, namespace] of [
		["--namespace", flags.namespace],
		["--cache-namespace", flags.cacheNamespace],
	] as const) {
		const problem = namespace === undefined ? undefined : problemOfSettings({ namespace });
		if (problem !== undefined)
			throw new LocaldnsError("LDNS101", `${command}: ${flag}: ${problem}`, {
				hint: `localdns ${command} --help`,
			});
	}
}

/** What a staged cache is made of, as install has it. @throws LocaldnsError LDNS101 and those of the file */
export async function bundleOf(options: BenchClusterOptions): Promise<BundleSettings> {
	const { file, profile, mode, engine, cacheNamespace: namespace } = options;
	const given = Object.entries({ file, profile, mode, engine, namespace }).filter(
		([, value]) => value !== undefined,
	);
	const settings = await settingsFrom("bench", Object.fromEntries(given));
	return { namespace: cacheNamespace, ...settings };
}

/** The bundled probe on a stock image, or an image that has it. */
export function probeImageOf(
	{ nodeImage, probeImage }: BenchClusterOptions,
	{ images = {} }: BundleSettings,
): ProbeImage {
	if (probeImage !== undefined) return { reference: probeImage, images };
	const program = bundled("probe.mjs");
	return { program, images: nodeImage === undefined ? images : { ...images, node: nodeImage } };
}

/** A program that runs elsewhere; it lies beside this one's bundle. */
export const bundled = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");

const noNames: BenchNames = { services: [], external: [], excludes: () => false };

/** @throws LocaldnsError LDNS104, LDNS331 */
export async function namesOf(path: string | undefined, domain: string): Promise<BenchNames> {
	if (path === undefined) return noNames;
	const parsed = parseBenchNames(await readText(path), path, domain);
	if (!parsed.ok) throw parsed.error;
	return parsed.names;
}

/** What removes the leftovers of this run, should it be killed. */
export function cleanupCommand(
	{ kubeconfig, context, namespace }: Pick<BenchClusterOptions, "kubeconfig" | "context" | "namespace">,
	bundle: Pick<BundleSettings, "namespace">,
): string {
	const staged = bundle.namespace === cacheNamespace ? undefined : bundle.namespace;
	const flags = { kubeconfig, context, namespace, "cache-namespace": staged };
	const words = Object.entries(flags).flatMap(([flag, value]) =>
		value === undefined ? [] : [`--${flag}`, value],
	);
	return ["localdns", "bench", "cleanup", ...words].map(shellWord).join(" ");
}
