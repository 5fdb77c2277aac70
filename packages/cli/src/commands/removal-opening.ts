import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { LocaldnsError } from "@localdns/core";
import { problemOfSettings } from "@localdns/core/config";
import { printable } from "../presentation/printable.ts";
import { type ColorChoice, colorFor, createStyle, type Style } from "../presentation/style.ts";
import { changeLine } from "../progress/change-line.ts";
import { readingLine } from "../progress/reading-line.ts";
import { type Answer, askYes } from "../terminal-prompt.ts";
import { withLock } from "../use-cases/change/lock.ts";
import { patientCluster } from "../use-cases/change/patient-cluster.ts";
import type { RemovalGround, Streams } from "../use-cases/change/removal-ground.ts";
import { removalGround } from "./removal-session.ts";

/** Flags that rollback and uninstall share. */
export interface RemovalFlags {
	readonly namespace: string;
	readonly kubeconfig?: string | undefined;
	readonly context?: string | undefined;
	readonly as?: string | undefined;
	readonly asGroup?: readonly string[] | undefined;
	readonly requestTimeout: number;
	readonly nodeAccess: "job" | "manual";
	readonly timeout: number;
	readonly yes?: true | undefined;
	readonly quiet?: true | undefined;
	readonly progress: boolean;
	readonly color: ColorChoice;
}

type Work = (ground: RemovalGround, streams: Streams, style: Style) => Promise<number>;

/**
 * Opens the cluster, says which it is, and does the work there; Ctrl-C lets the step in hand end.
 *
 * @throws LocaldnsError LDNS601–LDNS607, LDNS704, LDNS705, LDNS746, and what the work throws
 */
export async function onCluster(
	command: "rollback" | "uninstall",
	flags: RemovalFlags,
	work: Work,
): Promise<number> {
	const { namespace } = flags;
	const problem = problemOfSettings({ namespace });
	if (problem !== undefined)
		throw new LocaldnsError("LDNS101", `${command}: ${problem}`, { hint: `localdns ${command} --help` });
	const { openCluster } = await import("../adapters/kubernetes/cluster-reader.ts");
	const opened = openCluster({
		kubeconfig: flags.kubeconfig,
		context: flags.context,
		asUser: flags.as,
		asGroups: flags.asGroup,
		requestTimeoutMs: flags.requestTimeout,
	});
	const shows = flags.quiet !== true && flags.progress;
	const say = (text: string) => process.stderr.write(text);
	const onChange = shows ? (event: Parameters<typeof changeLine>[0]) => say(changeLine(event)) : () => {};
	const stop = interruptible(command);
	const run = randomBytes(4).toString("hex");
	try {
		// Who does not answer at all is not waited for.
		await opened.serverVersion();
		const cluster = patientCluster(opened, { patienceMs: flags.timeout, onChange, signal: stop.signal });
		const ground = await removalGround({
			...{ cluster, command, namespace, run, onChange, nodeAccess: flags.nodeAccess },
			timeoutMs: flags.timeout,
			programs: { node: bundled("node-program.mjs"), lookup: bundled("lookup.mjs") },
			confirm: (question) => confirm(command, flags, question),
			lock: (locked) =>
				withLock(
					cluster,
					{
						namespace,
						command,
						onChange,
						holder: `${userInfo().username}@${hostname()}:${process.pid}-${run}`,
					},
					(lost) => locked(AbortSignal.any([lost, stop.signal])),
				),
			say: (text) => say(`${text}\n`),
			onProgress: shows ? readingLine(process.stderr) : () => {},
		});
		const { context, server } = cluster.place;
		say(`${printable(`context ${context}, ${server}, cluster ${ground.clusterUid}`)}\n`);
		const style = createStyle(colorFor(flags.color, process.stdout));
		return await work(ground, { out: process.stdout, err: process.stderr }, style);
	} finally {
		stop.release();
		opened.close();
	}
}

/** A program that runs elsewhere; it lies beside this one's bundle. */
const bundled = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");

/** @throws LocaldnsError LDNS746 where nobody can be asked */
async function confirm(command: string, { yes }: RemovalFlags, question: string): Promise<Answer> {
	if (yes === true) return "yes";
	if (process.stdin.isTTY === true) return await askYes(question);
	throw new LocaldnsError("LDNS746", `${command} changes the cluster`, {
		reason: "there is no terminal to ask on",
		hint: `localdns ${command} --yes`,
	});
}

/** The first Ctrl-C lets the step in hand end; the second leaves at once. */
function interruptible(command: string): { signal: AbortSignal; release: () => void } {
	const stop = new AbortController();
	const onSignal = () => {
		if (stop.signal.aborted) {
			process.stderr.write(`left in the midst of it; to go on: localdns ${command}\n`);
			process.exit(130);
		}
		process.stderr.write("the step in hand is ended first; Ctrl-C again leaves at once\n");
		stop.abort();
	};
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
	return {
		signal: stop.signal,
		release: () => {
			for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onSignal);
		},
	};
}
