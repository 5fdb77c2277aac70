import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { inPlace } from "../network/place.ts";
import { type LabProcess, startProcess } from "../process/lab-process.ts";
import { startControlServer } from "./control-server.ts";
import type { TailnetMember, TailnetNode, TailnetOptions } from "./tailnet-contract.ts";
import { daemonCommand, logIn, quiet, untilThere } from "./tailscaled.ts";

/**
 * Puts places on a tailnet of their own: real tailscaleds with a control server and a DERP server that nobody else
 * reaches. Only inside a sandbox, which has no way out.
 *
 * @param adopt takes over each process as soon as it is started
 * @throws LocaldnsError LDNS203 when something does not start
 */
export async function openTailnet(
	{ server, members, programs }: TailnetOptions,
	adopt: (process: LabProcess) => void,
): Promise<TailnetNode[]> {
	const [sockets] = await Promise.all([
		Promise.all(members.map((member) => startDaemon(member, programs.tailscaled, adopt))),
		startControlServer(server, programs["control-server"], adopt),
	]);
	const nodes: TailnetNode[] = [];
	// One after the other, because addresses are given in the order of registration.
	for (const [index, { name, place }] of members.entries()) {
		const socket = sockets[index] as string;
		nodes.push({ name, place, socket, address: await logIn({ name, place }, programs.tailscale, socket) });
	}
	return nodes;
}

/** @returns its socket, once it is there */
async function startDaemon(
	{ name, place, folder }: TailnetMember,
	tailscaled: string,
	adopt: (process: LabProcess) => void,
): Promise<string> {
	const sockets = join(folder, "run", "tailscale");
	await mkdir(sockets, { recursive: true });
	// As systemd makes /run/tailscale: anyone may ask, and the daemon looks at who it is.
	for (const each of [folder, join(folder, "run"), sockets]) await chmod(each, 0o755);
	const socket = join(sockets, "tailscaled.sock");
	const state = join(folder, "state");
	// It would note the number of its log in the machine's /var/lib/tailscale otherwise, whatever its state folder is.
	const environment = ["env", quiet, `STATE_DIRECTORY=${state}`];
	const command = [...environment, ...daemonCommand(tailscaled, state, socket)];
	const daemon = startProcess(`tailscaled of ${name}`, inPlace(place, command));
	adopt(daemon);
	await untilThere(daemon, socket);
	return socket;
}
