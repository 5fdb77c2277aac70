import type { ClusterConfigMap } from "../cluster/config-map.ts";
import { corefilePath, customFiles } from "../cluster-dns/custom-files.ts";
import { parseCorefile } from "../corefile/parse.ts";

/** Addresses of all servers that the cluster's Corefile forwards to, for whatever zone; empty where it cannot be read. */
export function clusterUpstreams(
	{ data }: ClusterConfigMap,
	custom: ClusterConfigMap | undefined,
): readonly string[] {
	const parsed = parseCorefile(data.Corefile ?? "", {
		file: corefilePath,
		readImport: customFiles(custom?.data ?? {}),
		knownDirectives: "any",
	});
	if (!parsed.ok) return [];
	const upstreams = parsed.corefile.blocks.flatMap(({ plugins }) =>
		plugins.flatMap(({ name, args }) => (name === "forward" ? args.slice(1) : [])),
	);
	return [...new Set(upstreams.map((upstream) => upstream.replace(/^[a-z]+:\/\//, "").replace(/:\d+$/, "")))];
}
