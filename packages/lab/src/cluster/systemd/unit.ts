import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnvironmentFile, parseUnitFile, type UnitFile } from "./unit-file.ts";

export type ActiveState = "inactive" | "activating" | "active" | "deactivating" | "failed";

const unitFolder = "/etc/systemd/system";
/** How long a service may take to end after SIGTERM (DefaultTimeoutStopSec). */
const stopMs = 90_000;

/** A service: what its file says, and how it is. */
export class Unit {
	readonly name: string;
	readonly path: string;
	state: ActiveState = "inactive";
	/** Started again because it ended unasked. */
	restarts = 0;
	startedAt: Date | undefined;
	#process: ChildProcess | undefined;
	/** Settles when the process says that it is ready, or is gone. */
	#settled: { promise: Promise<boolean>; resolve: (ready: boolean) => void } =
		Promise.withResolvers<boolean>();
	#wanted = false;

	/** @param name with its suffix: "k3s.service" */
	constructor(name: string) {
		this.name = name;
		this.path = join(unitFolder, name);
	}

	get mainPid(): number {
		return this.#process?.pid ?? 0;
	}

	/** The file as it is now. @throws Error where there is none */
	text(): string {
		return readFileSync(this.path, "utf8");
	}

	/** @returns whether it runs, which for a notifying service is known when it says so */
	async start(): Promise<boolean> {
		this.#wanted = true;
		if (this.#process === undefined) this.#launch();
		return await this.#settled.promise;
	}

	/** KillMode=process: only the main process is told to end; what it started stays. */
	async stop(): Promise<void> {
		this.#wanted = false;
		const child = this.#process;
		if (child === undefined) {
			this.state = "inactive";
			return;
		}
		this.state = "deactivating";
		const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
		child.kill("SIGTERM");
		const killer = setTimeout(() => child.kill("SIGKILL"), stopMs);
		await gone;
		clearTimeout(killer);
		this.state = "inactive";
	}

	ready(): void {
		if (this.#process === undefined) return;
		this.state = "active";
		this.#settled.resolve(true);
	}

	#launch(): void {
		const file = parseUnitFile(this.text());
		const [program, ...argv] = file.execStart as [string, ...string[]];
		const log = openSync(`/var/log/${this.name}.log`, "a");
		const child = spawn(program, argv, {
			stdio: ["ignore", log, log],
			env: { ...process.env, ...environmentOf(file), LOCALDNS_UNIT: this.name },
		});
		this.#process = child;
		this.state = "activating";
		this.startedAt = new Date();
		this.#settled = Promise.withResolvers<boolean>();
		if (!file.notifies) this.ready();
		child.once("error", () => this.#ended(file));
		child.once("exit", () => this.#ended(file));
	}

	#ended(file: UnitFile): void {
		this.#process = undefined;
		this.#settled.resolve(false);
		if (!this.#wanted) return;
		this.state = file.restartSeconds === undefined ? "failed" : "activating";
		if (file.restartSeconds !== undefined) void this.#startAgain(file.restartSeconds);
	}

	async #startAgain(afterSeconds: number): Promise<void> {
		await sleep(afterSeconds * 1000);
		if (!this.#wanted || this.#process !== undefined) return;
		this.restarts += 1;
		this.#launch();
	}
}

function environmentOf({ environment, environmentFiles }: UnitFile): Record<string, string> {
	const all = { ...environment };
	for (const entry of environmentFiles) {
		try {
			Object.assign(all, parseEnvironmentFile(readFileSync(entry.replace(/^-/, ""), "utf8")));
		} catch (error) {
			if (!entry.startsWith("-")) throw error;
		}
	}
	return all;
}
