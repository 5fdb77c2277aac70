import { Socket } from "node:net";
import { createInterface } from "node:readline";

/** Descriptor of the leash; set by `spawnInSandbox` for the one process that it starts. */
export const sandboxVariable = "LOCALDNS_SANDBOX_LEASH";

interface Inside {
	leash: Socket;
	onSignal: Set<(signal: NodeJS.Signals) => void>;
	/** A lab that goes on without the command that started it. */
	released: boolean;
}

let inside: Inside | undefined;

/** True in the process that `enterSandbox` started. The first call takes hold of the leash. */
export function insideSandbox(): boolean {
	const descriptor = process.env[sandboxVariable];
	// Processes started from here are in the sandbox too, but not on the leash.
	delete process.env[sandboxVariable];
	if (inside === undefined && descriptor !== undefined) inside = takeLeash(Number(descriptor));
	return inside !== undefined;
}

function takeLeash(fd: number): Inside {
	const leash = new Socket({ fd, readable: true, writable: true });
	const taken: Inside = { leash, onSignal: new Set(), released: false };
	const lines = createInterface({ input: leash });
	lines.on("line", (line) => {
		for (const callback of taken.onSignal) callback(line as NodeJS.Signals);
	});
	leash.on("error", () => {});
	leash.on("close", () => {
		if (!taken.released) process.exit(137);
	});
	// Waiting for signals is no reason to go on.
	leash.unref();
	return taken;
}

/** Signals that the process outside was given; each one calls back. Only inside a sandbox. */
export function sandboxSignals(): { onInterrupt(callback: (signal: NodeJS.Signals) => void): void } {
	if (!insideSandbox()) throw new Error("there are no sandbox signals outside a sandbox");
	return { onInterrupt: (callback) => (inside as Inside).onSignal.add(callback) };
}

/** Sends a line to the process outside. */
export function tellOutside(line: string): void {
	inside?.leash.write(`${line}\n`);
}

/** From now on the sandbox outlives the process outside. */
export function releaseLeash(): void {
	if (inside === undefined) return;
	inside.released = true;
	inside.leash.end();
}
