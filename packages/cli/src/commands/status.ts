import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { problemOfSettings } from "@localdns/core/config";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { InstallationStatus } from "../installation-status.ts";
import type { ClusterPlace, ClusterReader } from "../ports/cluster.ts";
import { statusReport } from "../presentation/status-report.ts";
import { nodeNames, problemLines, statusLines, statusSummary } from "../presentation/status-view.ts";
import { type ColorChoice, colorFor, createStyle, type Style } from "../presentation/style.ts";
import { readingLine } from "../progress/reading-line.ts";
import { readStatus } from "../use-cases/read-status.ts";
import { type ClusterFlags, clusterOf } from "./cluster-flags.ts";

interface StatusOptions extends ClusterFlags {
	readonly watch?: true | undefined;
	readonly namespace: string;
	readonly output: "table" | "wide" | "short" | "json" | "name";
	readonly quiet?: true | undefined;
	readonly progress: boolean;
	readonly color: ColorChoice;
}

/** Shows how an installation stands. */
export async function status(options: StatusOptions): Promise<number> {
	const { namespace, output, watch } = options;
	const problem = problemOfSettings({ namespace });
	if (problem !== undefined) throw wrong(problem);
	if (options.as === undefined && options.asGroup !== undefined) throw wrong("--as-group needs --as");
	if (watch === true && (output === "json" || output === "name"))
		throw wrong(`--watch does not go with -o ${output}`);
	const cluster = await clusterOf(options);
	try {
		return watch === true ? await watchStatus(cluster, options) : await showOnce(cluster, options);
	} finally {
		cluster.close();
	}
}

const wrong = (what: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `status: ${what}`, { hint: "localdns status --help" });

async function showOnce(cluster: ClusterReader, options: StatusOptions): Promise<ExitCode> {
	const isQuiet = options.quiet === true;
	const onProgress = options.progress && !isQuiet ? readingLine(process.stderr) : () => {};
	const found = await readStatus(cluster, options.namespace, onProgress);
	onProgress("");
	process.stdout.write(
		textOf(cluster.place, found, options, createStyle(colorFor(options.color, process.stdout))),
	);
	if (options.output !== "json" && options.output !== "name" && !isQuiet)
		process.stderr.write(statusSummary(found, createStyle(colorFor(options.color, process.stderr))));
	return found.problems.length === 0 ? exitCode.done : exitCode.no;
}

function textOf(
	place: ClusterPlace,
	found: InstallationStatus,
	{ output }: StatusOptions,
	style: Style,
): string {
	switch (output) {
		case "json":
			return statusReport(place, found);
		case "name":
			return nodeNames(found);
		case "short":
			return problemLines(found, style);
		default:
			return statusLines(place, found, style, output === "wide");
	}
}

/** Between the end of one reading and the next, so that a slow API server is never asked twice at once. */
const pauseMs = 5000;

/** On a terminal the whole again and again; elsewhere only lines that were not there the time before. */
async function watchStatus(cluster: ClusterReader, options: StatusOptions): Promise<ExitCode> {
	const { stdout, stderr } = process;
	const style = createStyle(colorFor(options.color, stdout));
	const interrupted = new AbortController();
	const interrupt = () => interrupted.abort();
	process.once("SIGINT", interrupt);
	const ended = new Promise<void>((resolve) =>
		interrupted.signal.addEventListener("abort", () => resolve(), { once: true }),
	);
	let before: ReadonlySet<string> = new Set();
	try {
		while (!interrupted.signal.aborted) {
			const text = await Promise.race([readText(cluster, options, style), ended]);
			if (text === undefined) break;
			const lines = text.split("\n").filter((line) => line !== "");
			if (stdout.isTTY) stdout.write(`\u001b[H\u001b[2J${text}`);
			else stdout.write(lines.flatMap((line) => (before.has(line) ? [] : `${line}\n`)).join(""));
			before = new Set(lines);
			await Promise.race([sleep(pauseMs, undefined, { signal: interrupted.signal }).catch(() => {}), ended]);
		}
	} finally {
		process.removeListener("SIGINT", interrupt);
	}
	stderr.write("\n");
	return exitCode.interrupted;
}

/** An API server that is away for a while is what one watches for; a question that is wrong stays wrong. */
async function readText(cluster: ClusterReader, options: StatusOptions, style: Style): Promise<string> {
	try {
		return textOf(cluster.place, await readStatus(cluster, options.namespace), options, style);
	} catch (error) {
		const isPassing =
			error instanceof LocaldnsError && ["LDNS601", "LDNS606", "LDNS607"].includes(error.code);
		if (!isPassing) throw error;
		return `could not find out: ${error.message}${error.reason === undefined ? "" : ` (${error.reason})`}\n`;
	}
}
