import { LocaldnsError } from "@localdns/core";
import { type ClusterSnapshot, cacheAddresses, known, readConfigMap } from "@localdns/core/cluster";
import {
	type BundleSettings,
	cacheName,
	cacheNamespace,
	type KubernetesObject,
	renderBundle,
} from "@localdns/core/manifests";
import { openCluster } from "../adapters/kubernetes/cluster-reader.ts";
import { exitCode } from "../exit-code.ts";
import { differs } from "../install-diff.ts";
import { diffReport } from "../presentation/diff-report.ts";
import { diffLines, diffSummary } from "../presentation/diff-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { readingLine } from "../progress/reading-line.ts";
import { readDiff, type WantedInstallation } from "../use-cases/read-diff.ts";
import { toolVersion } from "../version.ts";
import { type BundleFlags, settingsFrom, settingsOfCluster } from "./bundle-flags.ts";

interface DiffOptions extends BundleFlags {
	readonly stageOnly?: true | undefined;
	readonly nodes?: string[] | undefined;
	readonly kubeconfig?: string | undefined;
	readonly context?: string | undefined;
	readonly as?: string | undefined;
	readonly asGroup?: readonly string[] | undefined;
	readonly requestTimeout: number;
	readonly output: "table" | "short" | "json";
	readonly quiet?: true | undefined;
	readonly progress: boolean;
	readonly color: ColorChoice;
}

/** Compares a cluster with what install would make of it. */
export async function diff({
	stageOnly,
	nodes,
	kubeconfig,
	context,
	as: asUser,
	asGroup: asGroups,
	requestTimeout: requestTimeoutMs,
	output,
	quiet,
	progress,
	color,
	...flags
}: DiffOptions): Promise<number> {
	if (asUser === undefined && asGroups !== undefined) {
		throw new LocaldnsError("LDNS101", "diff: --as-group needs --as", { hint: "localdns diff --help" });
	}
	const settings = await settingsFrom("diff", flags);
	const cluster = openCluster({ kubeconfig, context, asUser, asGroups, requestTimeoutMs });
	try {
		const onProgress = progress && quiet !== true ? readingLine(process.stderr) : () => {};
		const found = await readDiff(cluster, {
			namespace: settings.namespace ?? cacheNamespace,
			wantedFor: (snapshot) => wanted(settings, snapshot, stageOnly === true, nodes),
			onProgress,
		});
		onProgress("");
		const style = createStyle(colorFor(color, process.stdout));
		process.stdout.write(
			output === "json" ? diffReport(cluster.place, found) : diffLines(found, style, output === "table"),
		);
		if (output !== "json" && quiet !== true)
			process.stderr.write(diffSummary(cluster.place, found, createStyle(colorFor(color, process.stderr))));
		return differs(found) ? exitCode.no : exitCode.done;
	} finally {
		cluster.close();
	}
}

function wanted(
	flags: BundleSettings,
	snapshot: ClusterSnapshot,
	stageOnly: boolean,
	nodes: readonly string[] | undefined,
): WantedInstallation {
	const settings = settingsOfCluster(flags, snapshot);
	const objects = renderBundle(settings, toolVersion);
	return {
		objects,
		settings: {
			mode: settings.mode ?? "kubelet",
			stageOnly,
			skipUnready: false,
			addresses: addressesIn(objects, snapshot),
			...(nodes === undefined ? {} : { nodes }),
		},
	};
}

/** Where the wanted cache listens, by its own Corefile. */
function addressesIn(objects: readonly KubernetesObject[], snapshot: ClusterSnapshot): readonly string[] {
	const corefile = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === cacheName);
	const configuration = known(corefile === undefined ? undefined : readConfigMap({ ...corefile }));
	return cacheAddresses({ ...snapshot, cache: { ...snapshot.cache, configuration } });
}
