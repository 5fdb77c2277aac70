import { Socket } from "node:net";
import { createInterface } from "node:readline";

/** Environment variable by which `spawnInSandbox` tells the one process that it starts where it is: a `Sandbox` as JSON. */
export const sandboxVariable = "LOCALDNS_SANDBOX";

export interface Sandbox {
	/** Descriptor of the leash. */
	leash: number;
	/** Folder in memory that only this sandbox sees. */
	room: string;
}

interface Inside {
	leash: Socket;
	room: string;
	onSignal: Set<(signal: NodeJS.Signals) => void>;
	/** A lab that goes on without the command that started it. */
	released: boolean;
}

let inside: Inside | undefined;

/** True in the process that `enterSandbox` started. The first call takes hold of the leash. */
export function insideSandbox(): boolean {
	const told = process.env[sandboxVariable];
	// Processes started from here are in the sandbox too, but not on the leash.
	delete process.env[sandboxVariable];
	if (inside === undefined && told !== undefined) inside = takeLeash(JSON.parse(told) as Sandbox);
	return inside !== undefined;
}

/** Folder of the sandbox's files, which go with it. Only inside a sandbox. */
export function sandboxRoom(): string {
	if (inside === undefined) throw new Error("there is no room outside a sandbox");
	return inside.room;
}

function takeLeash({ leash: fd, room }: Sandbox): Inside {
	const leash = new Socket({ fd, readable: true, writable: true });
	const taken: Inside = { leash, room, onSignal: new Set(), released: false };
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
