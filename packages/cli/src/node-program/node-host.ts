import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";

/** How a unit of K3s stands. */
interface UnitState {
	readonly active: boolean;
	/** 0 where no process runs. */
	readonly mainPid: number;
}

/** The host that K3s runs on, as far as a restart needs it. */
export interface NodeHost {
	/** @throws Error when the host does not tell */
	unit(name: string): Promise<UnitState>;
	/** Gives the order; K3s has no start timeout, so nothing waits for it. @throws Error when the order was not taken */
	restart(name: string): Promise<void>;
	/** Whether the kubelet says "ok" of itself. */
	kubeletIsWell(port: number): Promise<boolean>;
	/** Since when a process runs, in ms since 1970; undefined where there is none. */
	startedAt(pid: number): Promise<number | undefined>;
}

/** Every namespace of the host's first process; busybox and util-linux both know these letters. */
const enter = ["-t", "1", "-m", "-u", "-i", "-n", "-p", "--"];
const commandWithinMs = 15_000;

const run = (argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
	new Promise((resolve) =>
		execFile("nsenter", [...enter, ...argv], { timeout: commandWithinMs }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : 1, stdout, stderr: stderr || (error?.message ?? "") }),
		),
	);

/** The host around a privileged container in the host's process namespace and network. */
export const hostAround: NodeHost = {
	async unit(name) {
		const { stdout } = await run(["systemctl", "show", "-p", "ActiveState,MainPID", name]);
		const [, state] = /^ActiveState=(.*)$/m.exec(stdout) ?? [];
		const [, pid] = /^MainPID=(\d+)$/m.exec(stdout) ?? [];
		return { active: state === "active", mainPid: Number(pid ?? 0) };
	},
	async restart(name) {
		// By systemd itself: what this container starts would end with it.
		const order = ["systemd-run", "--collect", "systemctl", "restart", "--no-block", name];
		const { code, stderr } = await run(order);
		if (code !== 0) throw new Error(stderr.trim());
	},
	async kubeletIsWell(port) {
		try {
			const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) });
			return (await answer.text()) === "ok";
		} catch {
			return false;
		}
	},
	async startedAt(pid) {
		try {
			// Field 22, counted from behind the name, which may hold anything (proc(5)); in hundredths of a second since boot.
			const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
			const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
			const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
			return Date.now() - (uptime - ticks / 100) * 1000;
		} catch {
			return undefined;
		}
	},
};
