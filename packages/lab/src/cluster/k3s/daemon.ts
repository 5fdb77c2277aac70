import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";

const logFolder = "/var/log/k3s";
const patienceMs = 1_000;

/** A process that K3s has inside itself or as its child. It never outlives the stand-in that started it. */
export interface Daemon {
	readonly name: string;
	/** Settles when it has ended, with how. */
	readonly ended: Promise<string>;
	/** SIGTERM, and SIGKILL a second later: in K3s it would have gone with the process. */
	stop(): Promise<void>;
}

export function startDaemon(name: string, argv: readonly string[]): Daemon {
	mkdirSync(logFolder, { recursive: true });
	const log = openSync(`${logFolder}/${name}.log`, "a");
	// setpriv: also when the stand-in is killed, its daemons go, as they do with the one process of K3s.
	const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...argv], { stdio: ["ignore", log, log] });
	const ended = endOf(child);
	return {
		name,
		ended,
		async stop() {
			child.kill("SIGTERM");
			const killer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
			await ended;
			clearTimeout(killer);
		},
	};
}

const endOf = (child: ChildProcess): Promise<string> =>
	new Promise((resolve) => {
		child.once("error", (error) => resolve(error.message));
		child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
	});
