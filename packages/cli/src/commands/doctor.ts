import { readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import { type Check, checks } from "@localdns/core/checks";
import type { ClusterSnapshot } from "@localdns/core/cluster";
import { problemOfSettings } from "@localdns/core/config";
import { type DoctorFailOn, doctorExit } from "../doctor-exit.ts";
import { exitCode } from "../exit-code.ts";
import type { Cluster } from "../ports/cluster.ts";
import { doctorJunit } from "../presentation/doctor-junit.ts";
import { checkList, doctorReport } from "../presentation/doctor-report.ts";
import { checkLines, doctorLines, doctorSummary } from "../presentation/doctor-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { readingLine } from "../progress/reading-line.ts";
import { runDoctor } from "../use-cases/run-doctor.ts";
import { type ClusterFlags, clusterOf } from "./cluster-flags.ts";

interface DoctorOptions extends ClusterFlags {
	readonly pre?: true | undefined;
	readonly linkInfo?: true | undefined;
	readonly nodeImage?: string | undefined;
	readonly list?: true | undefined;
	readonly check?: readonly string[] | undefined;
	readonly namespace: string;
	readonly failOn: DoctorFailOn;
	readonly output: "table" | "short" | "json" | "junit";
	readonly quiet?: true | undefined;
	readonly progress: boolean;
	readonly color: ColorChoice;
}

/** Checks a cluster and says what was found. */
export async function doctor(options: DoctorOptions): Promise<number> {
	const { namespace, output, failOn } = options;
	const problem = problemOfSettings({ namespace });
	if (problem !== undefined) throw wrong(problem);
	if (options.nodeImage !== undefined && options.linkInfo !== true)
		throw wrong("--node-image needs --link-info");
	if (options.as === undefined && options.asGroup !== undefined) throw wrong("--as-group needs --as");
	const chosen = chooseChecks(options.check, options.pre === true);
	const style = createStyle(colorFor(options.color, process.stdout));
	if (options.list === true) {
		process.stdout.write(output === "json" ? checkList(chosen) : checkLines(chosen, style));
		return exitCode.done;
	}
	const cluster = await clusterOf(options);
	const stop = new AbortController();
	const interrupt = () => stop.abort();
	if (options.linkInfo === true) process.once("SIGINT", interrupt);
	try {
		const onProgress = options.progress && options.quiet !== true ? readingLine(process.stderr) : () => {};
		const diagnosis = await runDoctor(cluster, {
			checks: chosen,
			namespace,
			onProgress,
			...(options.linkInfo === true
				? { askNodes: await nodeAsker(cluster, options.nodeImage, onProgress, stop.signal) }
				: {}),
		});
		onProgress("");
		if (stop.signal.aborted) return exitCode.interrupted;
		if (output === "json") process.stdout.write(doctorReport(diagnosis));
		else if (output === "junit") process.stdout.write(doctorJunit(diagnosis));
		else {
			process.stdout.write(doctorLines(diagnosis, style, output === "table"));
			const onStderr = createStyle(colorFor(options.color, process.stderr));
			if (options.quiet !== true) process.stderr.write(doctorSummary(diagnosis, onStderr));
		}
		return doctorExit(diagnosis.results, failOn);
	} finally {
		process.off("SIGINT", interrupt);
		cluster.close();
	}
}

/** Has pods on the nodes find out about them; what was made for that is removed whatever happens. */
async function nodeAsker(
	cluster: Cluster,
	node: string | undefined,
	onProgress: (what: string) => void,
	signal: AbortSignal,
): Promise<(snapshot: ClusterSnapshot) => Promise<ClusterSnapshot["nodeFacts"]>> {
	const { readNodeFacts } = await import("../use-cases/read-node-facts.ts");
	const program = readFileSync(new URL("./node-facts.mjs", import.meta.url), "utf8");
	const images = node === undefined ? {} : { node };
	return (snapshot) => readNodeFacts(cluster, snapshot, { program, images, onProgress, signal });
}

const wrong = (what: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `doctor: ${what}`, { hint: "localdns doctor --help" });

/** @throws LocaldnsError LDNS101 for a check that does not exist */
function chooseChecks(ids: readonly string[] | undefined, pre: boolean): readonly Check[] {
	const before = checks.filter(({ afterInstall }) => !pre || afterInstall !== true);
	if (ids === undefined) return before;
	for (const asked of ids) {
		if (!before.some(({ id, code }) => id === asked || code === asked.toUpperCase())) {
			throw new LocaldnsError("LDNS101", `doctor: there is no check ${JSON.stringify(asked)}`, {
				hint: `localdns doctor ${pre ? "--pre " : ""}--list`,
			});
		}
	}
	return before.filter(({ id, code }) => ids.some((asked) => asked === id || asked.toUpperCase() === code));
}
