import { LocaldnsError } from "@localdns/core";
import { cacheNamespace } from "@localdns/core/manifests";
import { exitCode } from "../exit-code.ts";
import { differs } from "../install-diff.ts";
import { diffReport } from "../presentation/diff-report.ts";
import { diffLines, diffSummary } from "../presentation/diff-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { readingLine } from "../progress/reading-line.ts";
import { readDiff } from "../use-cases/read-diff.ts";
import { type BundleFlags, settingsFrom } from "./bundle-flags.ts";
import { type ClusterFlags, clusterOf } from "./cluster-flags.ts";
import { wantedInstallation } from "./wanted-installation.ts";

interface DiffOptions extends BundleFlags, ClusterFlags {
	readonly stageOnly?: true | undefined;
	readonly nodes?: string[] | undefined;
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
	as,
	asGroup,
	requestTimeout,
	output,
	quiet,
	progress,
	color,
	...flags
}: DiffOptions): Promise<number> {
	if (as === undefined && asGroup !== undefined) {
		throw new LocaldnsError("LDNS101", "diff: --as-group needs --as", { hint: "localdns diff --help" });
	}
	const settings = await settingsFrom("diff", flags);
	const cluster = await clusterOf({ kubeconfig, context, as, asGroup, requestTimeout });
	try {
		const onProgress = progress && quiet !== true ? readingLine(process.stderr) : () => {};
		const found = await readDiff(cluster, {
			namespace: settings.namespace ?? cacheNamespace,
			wantedFor: (snapshot) =>
				wantedInstallation(settings, snapshot, { nodes, stageOnly: stageOnly === true, skipUnready: false }),
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
