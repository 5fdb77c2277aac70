// Stands for systemd on a node of the lab: starts and stops the units whose files are in
// /etc/systemd/system, for `systemctl` and `systemd-run` through its socket. Ends with its node.
import { existsSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { serviceSocket } from "../lab-folder.ts";
import { type Reply, type Request, refused, said } from "./protocol.ts";
import { systemctl, withSuffix } from "./systemctl.ts";
import { systemdRun } from "./systemd-run.ts";
import { Unit } from "./unit.ts";

const units = new Map<string, Unit>();

/** A unit is known as soon as its file is there, and for as long as this process lives. */
function find(name: string): Unit | undefined {
	const full = withSuffix(name);
	const unit = units.get(full) ?? new Unit(full);
	if (!units.has(full) && !existsSync(unit.path)) return undefined;
	units.set(full, unit);
	return unit;
}

async function obey({ program, argv, unit }: Request): Promise<Reply> {
	if (program === "systemctl") return await systemctl(argv, find);
	if (program === "systemd-run") return systemdRun(argv);
	find(unit ?? "")?.ready();
	return said("");
}

async function serve(socket: Socket): Promise<void> {
	// Who asked may be gone before the answer: a restart ends the kubelet, and with it many a caller.
	socket.on("error", () => {});
	for await (const line of createInterface({ input: socket })) {
		let reply: Reply;
		try {
			reply = await obey(JSON.parse(line) as Request);
		} catch (error) {
			reply = refused((error as Error).message);
		}
		socket.end(JSON.stringify(reply));
	}
}

createServer({ allowHalfOpen: true }, (socket) => void serve(socket)).listen(serviceSocket, () =>
	process.stdout.write("ready\n"),
);
