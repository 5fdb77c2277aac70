import type { K3sService } from "@localdns/core/k3s";
import type { NodeHost } from "../../node-program/node-host.ts";
import { healthzScript, restartScript, startedScript, unitScript } from "./remote-scripts.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** A node as seen from afar. Times are by the node's own clock. */
export function sshHost(connection: SshConnection, manager: K3sService["manager"]): NodeHost {
	return {
		async unit(name) {
			const text = (await connection.ask(unitScript, [name, manager])).toString();
			const [, state] = /^ActiveState=(.*)$/m.exec(text) ?? [];
			const [, pid] = /^MainPID=(\d+)$/m.exec(text) ?? [];
			return { active: state === "active", mainPid: Number(pid ?? 0) };
		},
		async restart(name) {
			await connection.ask(restartScript, [name, manager]);
		},
		async kubeletIsWell(port) {
			return (await connection.run(healthzScript, [String(port)])).stdout.toString() === "ok";
		},
		async startedAt(pid) {
			const { code, stdout } = await connection.run(startedScript, [String(pid)]);
			if (code !== 0) return undefined;
			const text = stdout.toString().trimEnd();
			// Field 22, counted from behind the name, which may hold anything (proc(5)); in hundredths of a second since boot.
			const [stat = "", times = ""] = [text.slice(text.lastIndexOf(")") + 2), text.split("\n").at(-1)];
			const ticks = Number(stat.split(" ")[19]);
			const [uptime = NaN, now = NaN] = times.split(" ").map(Number);
			const at = (now - (uptime - ticks / 100)) * 1000;
			return Number.isFinite(at) ? at : undefined;
		},
	};
}
