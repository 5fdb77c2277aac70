import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { LocaldnsError } from "@localdns/core";

/** A process that the lab needs for as long as it lives. */
export interface LabProcess {
	/** For messages: "the cluster DNS". */
	readonly name: string;
	/** 0 when it could not be started. */
	readonly pid: number;
	readonly stdin: Writable;
	/** The stdout of a process started with `output: "own"`. */
	readonly stdout: Readable;
	/** What it said last, at most twenty lines. */
	lastWords(): string;
	/** Settles when the process ends, with how it ended. */
	readonly ended: Promise<string>;
	/** Ends it for good. */
	stop(): Promise<void>;
}

const keptLines = 20;

/**
 * Starts a process of the lab in a session of its own, so that no signal of a terminal reaches it.
 * `output: "log"` keeps the last lines of stdout and stderr, `"own"` leaves stdout to the caller.
 */
export function startProcess(
	name: string,
	argv: readonly string[],
	output: "log" | "own" = "log",
): LabProcess {
	const [program, ...rest] = argv as [string, ...string[]];
	const child = spawn(program, rest, { stdio: ["pipe", "pipe", "pipe"], detached: true });
	const lines: string[] = [];
	const keep = (text: string) => {
		lines.push(...text.split("\n").filter((line) => line.trim() !== ""));
		lines.splice(0, lines.length - keptLines);
	};
	child.stderr.setEncoding("utf8").on("data", keep);
	if (output === "log") child.stdout.setEncoding("utf8").on("data", keep);
	// A process that has gone cannot be told anything; its end is reported by `ended`.
	child.stdin.on("error", () => {});
	const ended = endOf(child);
	return {
		name,
		pid: child.pid ?? 0,
		stdin: child.stdin,
		stdout: child.stdout,
		lastWords: () => lines.join("\n"),
		ended,
		async stop() {
			child.kill("SIGKILL");
			await ended;
		},
	};
}

/** The first line that a process writes; never comes where it writes none. */
export function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
	return new Promise((resolve) => {
		let text = "";
		stream.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
			if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
		});
	});
}

function endOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve) => {
		child.once("error", (error) => resolve(error.message));
		// `close`, not `exit`: the last words have been read by then.
		child.once("close", (code, signal) =>
			resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
		);
	});
}

/** What to tell of a process that ended although it was needed. */
export function deathOf(process: LabProcess, how: string, code: "LDNS203" | "LDNS204"): LocaldnsError {
	const words = process.lastWords();
	const when = code === "LDNS203" ? "ended while it started" : "died during the run";
	return new LocaldnsError(
		code,
		`${process.name} ${when} (${how})`,
		words === "" ? {} : { reason: `its last words: ${words}` },
	);
}
