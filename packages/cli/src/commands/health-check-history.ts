import { LocaldnsError } from "@localdns/core";
import { historyName } from "@localdns/core/manifests";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { historyJson, historyLine, historyLines } from "../presentation/health-history-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { loadHistory } from "../use-cases/health-check/history-store.ts";
import { type ClusterFlags, clusterOf } from "./cluster-flags.ts";

interface HistoryOptions extends ClusterFlags {
	readonly runs: number;
	readonly namespace: string;
	readonly output: "table" | "short" | "json";
	readonly color: ColorChoice;
}

/** Shows what the runs so far have found. */
export async function showHistory(options: HistoryOptions): Promise<ExitCode> {
	const { namespace, output, runs } = options;
	const cluster = await clusterOf(options);
	try {
		const stored = await loadHistory(cluster, namespace);
		if (stored === undefined)
			throw new LocaldnsError("LDNS766", `there is no ConfigMap ${namespace}/${historyName}`);
		if (stored.foreign !== undefined)
			throw new LocaldnsError(
				"LDNS763",
				`ConfigMap ${namespace}/${historyName} is not as localdns writes it`,
				{
					reason: stored.foreign.problem,
					hint: "the next run sets it aside and begins anew",
				},
			);
		const { history } = stored;
		const shown = { ...history, runs: history.runs.slice(-runs) };
		const style = createStyle(colorFor(options.color, process.stdout));
		process.stdout.write(
			output === "json"
				? historyJson(shown)
				: output === "short"
					? historyLine(shown, style)
					: historyLines(shown, style),
		);
		return history.runs.at(-1)?.alarm === true ? exitCode.no : exitCode.done;
	} finally {
		cluster.close();
	}
}
