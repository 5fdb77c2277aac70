import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { LocaldnsError } from "@localdns/core";
import { requireHost } from "../host/check-host.ts";
import { programPath } from "../host/programs.ts";
import { type Sandbox, sandboxVariable } from "./inside.ts";
import { roomOf, runtimeFolder } from "./runtime-folder.ts";
import { unshareArguments } from "./unshare.ts";

export interface SandboxCommand {
	/** Program and arguments to run in the sandbox, usually this very command again. */
	argv: readonly string[];
	/** @default process.env */
	env?: NodeJS.ProcessEnv;
	/** What the command finds as its descriptors 4, 5 and so on. */
	descriptors?: readonly (Writable | number)[];
}

/** Passed on into the sandbox, whose processes are in a session of their own and see no terminal's Ctrl-C. */
const passedSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * PID 1 of the sandbox: a shell, because PID 1 must reap orphans and Node does not. It mounts the room,
 * runs the command, and ends with it.
 */
/** A terminal and npm may both pass one Ctrl-C on; what comes later than this was meant again. */
const patienceMs = 1000;

/** Exit code of `init` when it could not make the sandbox fit for use: none of ours. */
const unfit = 70;

const init =
	'room=$1; shift; mount -t tmpfs -o mode=0700 localdns "$room" || exit 70; ip link set lo up || exit 70; "$@"; exit $?';

/**
 * Starts a command in a fresh sandbox. The pipe on descriptor 3 is its leash: when this process goes,
 * however it goes, the command reads its end there and everything in the sandbox is gone.
 */
export function spawnInSandbox(command: SandboxCommand, output: "inherit" | number): ChildProcess {
	const room = roomOf(runtimeFolder());
	return spawn("unshare", [...unshareArguments(), "sh", "-c", init, "sh", room, ...command.argv], {
		stdio: [
			output === "inherit" ? "inherit" : "ignore",
			output,
			output,
			"pipe",
			...(command.descriptors ?? []),
		],
		env: {
			...(command.env ?? process.env),
			PATH: programPath(),
			[sandboxVariable]: JSON.stringify({ leash: 3, room } satisfies Sandbox),
		},
		detached: true,
	});
}

/**
 * Runs a command in a sandbox of its own and waits for it.
 * A signal asks it to end; the same again, a second later or more, ends it at once.
 * @returns its exit code; 128 + n when it ended by signal n; 130 when it was ended at once
 * @throws LocaldnsError LDNS201 when this machine cannot have one, LDNS203 when it is not fit for use, LDNS204 when it was killed
 */
export async function enterSandbox(command: SandboxCommand): Promise<number> {
	await requireHost();
	const child = spawnInSandbox(command, "inherit");
	const leash = child.stdio[3] as Writable;
	// The command may be gone when a signal arrives: its exit code says what there is to say.
	leash.on("error", () => {});
	let askedAtMs: number | undefined;
	let forced = false;
	const pass = (signal: NodeJS.Signals) => {
		askedAtMs ??= Date.now();
		// Asked again after a while: something inside does not end, and all of it goes with PID 1.
		forced = Date.now() - askedAtMs > patienceMs;
		if (forced) child.kill("SIGKILL");
		else leash.write(`${signal}\n`);
	};
	for (const signal of passedSignals) process.on(signal, pass);
	try {
		const code = await new Promise<number>((resolve, reject) => {
			child.once("error", reject);
			child.once("exit", (code, signal) =>
				resolve(code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)),
			);
		});
		if (forced) return 128 + constants.signals.SIGINT;
		if (code === unfit)
			throw new LocaldnsError("LDNS203", "the lab's sandbox could not be set up; its words are above");
		if (code === 128 + constants.signals.SIGKILL) {
			throw new LocaldnsError("LDNS204", "the lab was killed from outside", {
				reason: "out of memory, or kill -9",
			});
		}
		return code;
	} finally {
		for (const signal of passedSignals) process.off(signal, pass);
		leash.destroy();
	}
}
