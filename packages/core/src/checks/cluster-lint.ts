import type { ClusterConfigMap } from "../cluster/config-map.ts";
import { corefilePath, customFiles } from "../cluster-dns/custom-files.ts";
import { type Engine, engineVersion } from "../corefile/engines.ts";
import { lintCorefile } from "../corefile/lint/lint-corefile.ts";
import type { Finding, LintOptions } from "../corefile/lint/result.ts";
import { LocaldnsError } from "../errors.ts";

/** Lints the cluster's own Corefile as its CoreDNS reads it, with coredns-custom where that is imported. */
export function lintClusterDns(
	{ data }: ClusterConfigMap,
	custom: ClusterConfigMap | undefined,
	image: string | undefined,
	mtu?: number,
): readonly Finding[] {
	return lintCorefile(data.Corefile ?? "", {
		engine: "coredns",
		...versionOf("coredns", image),
		file: corefilePath,
		readImport: customFiles(custom?.data ?? {}),
		...(mtu === undefined ? {} : { mtu }),
	}).findings;
}

/** Lints a Corefile of the cache as the image that runs it. */
export function lintCache(text: string, file: string, image: string): readonly Finding[] {
	const engine: Engine = image.includes("node-cache") ? "node-cache" : "coredns";
	return lintCorefile(text, { engine, ...versionOf(engine, image), file }).findings;
}

/** The version in an image's tag; of one that nothing is known about, the default has to do. */
function versionOf(engine: Engine, image = ""): Pick<LintOptions, "engineVersion"> {
	const [, tag] = /:v?(\d+\.\d+\.\d+)[^:/]{0,100}$/.exec(image) ?? [];
	if (tag === undefined) return {};
	try {
		return { engineVersion: engineVersion(engine, tag).version };
	} catch (error) {
		if (error instanceof LocaldnsError) return {};
		throw error;
	}
}
