import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { LocaldnsError } from "@localdns/core";
import { exitCode } from "../exit-code.ts";
import { interruptible } from "../interruption.ts";
import type { Cluster } from "../ports/cluster.ts";
import { showError } from "../presentation/error-view.ts";
import { printable } from "../presentation/printable.ts";
import type { ColorChoice } from "../presentation/style.ts";
import type { OnChange } from "../progress/change-event.ts";
import { changeLine } from "../progress/change-line.ts";
import { readingLine } from "../progress/reading-line.ts";
import { publicWords } from "../public-words.ts";
import { shellWord } from "../shell-word.ts";
import { type Answer, askYes } from "../terminal-prompt.ts";
import { withLock } from "../use-cases/change/lock.ts";
import { patientCluster } from "../use-cases/change/patient-cluster.ts";
import { type ClusterFlags, clusterOf } from "./cluster-flags.ts";

/** Flags of every command that changes a cluster. */
export interface ChangeFlags extends ClusterFlags {
	readonly timeout: number;
	readonly yes?: true | undefined;
	readonly quiet?: true | undefined;
	readonly progress: boolean;
	readonly color: ColorChoice;
}

/** An opened cluster, and all that a change of it goes by. */
export interface OpenedChange {
	/** Asks again while the API server is away. */
	readonly cluster: Cluster;
	/** Of this run, up to 12 of a-z and 0-9. */
	readonly run: string;
	/** What runs on nodes and in fresh pods: dist/node-program.mjs and dist/lookup.mjs. */
	readonly programs: { readonly node: string; readonly lookup: string };
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
	/** @throws LocaldnsError LDNS746 where nobody can be asked */
	readonly confirm: (question: string) => Promise<Answer>;
	/** Holds the lock of this namespace while `work` runs; its signal is aborted by Ctrl-C and by a lock that was lost. */
	readonly lock: <T>(namespace: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
	/** Names the cluster, before anything is asked or changed. */
	readonly sayWhich: (clusterUid: string) => void;
	readonly onChange: OnChange;
	/** Shows someone what to do by hand. */
	readonly say: (text: string) => void;
	/** Called with what is read next. */
	readonly onProgress: (what: string) => void;
}

/**
 * Opens the cluster and does the work there; Ctrl-C lets the step in hand end.
 *
 * An error in the midst of a change needs a hand whatever it is, and the command that goes on is said.
 *
 * @throws LocaldnsError LDNS601–LDNS607, and what the work throws before it has changed anything
 */
export async function openChange(
	command: string,
	flags: ChangeFlags,
	work: (opened: OpenedChange) => Promise<number>,
): Promise<number> {
	const reached = await clusterOf(flags);
	const shows = flags.quiet !== true && flags.progress;
	const say = (text: string) => process.stderr.write(`${text}\n`);
	let hasBegun = false;
	const onChange: OnChange = (event) => {
		hasBegun ||= event.event === "node" || (event.event === "object" && event.change !== "unchanged");
		if (shows) process.stderr.write(changeLine(event));
	};
	const stop = interruptible(resumeCommand());
	const run = randomBytes(4).toString("hex");
	const holder = `${userInfo().username}@${hostname()}:${process.pid}-${run}`;
	try {
		// Who does not answer at all is not waited for.
		await reached.serverVersion();
		const cluster = patientCluster(reached, { patienceMs: flags.timeout, onChange });
		const { context, server } = cluster.place;
		return await work({
			...{ cluster, run, onChange, say, signal: stop.signal },
			programs: { node: bundled("node-program.mjs"), lookup: bundled("lookup.mjs") },
			confirm: (question) => confirm(command, flags, question),
			lock: (namespace, locked) =>
				withLock(cluster, { namespace, command, onChange, holder }, (lost) =>
					locked(AbortSignal.any([lost, stop.signal])),
				),
			sayWhich: (uid) => say(printable(`context ${context}, ${server}, cluster ${uid}`)),
			onProgress: shows ? readingLine(process.stderr) : () => {},
		});
	} catch (error) {
		if (!hasBegun || !(error instanceof LocaldnsError)) throw error;
		// Its own code says that nothing was changed.
		const code = showError(error, process.stderr);
		say(`to go on: ${resumeCommand()}`);
		return Math.max(code, exitCode.needsHand);
	} finally {
		stop.release();
		reached.close();
	}
}

/** This very command, for going on with what was begun; an address that may be a secret is for its user to put in. */
export const resumeCommand = (): string =>
	["localdns", ...publicWords(process.argv.slice(2))].map(shellWord).join(" ");

/** A program that runs elsewhere; it lies beside this one's bundle. */
const bundled = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");

async function confirm(command: string, { yes }: ChangeFlags, question: string): Promise<Answer> {
	if (yes === true) return "yes";
	if (process.stdin.isTTY === true) return await askYes(question);
	throw new LocaldnsError("LDNS746", `${command} changes the cluster`, {
		reason: "there is no terminal to ask on",
		hint: `localdns ${command} --yes`,
	});
}
