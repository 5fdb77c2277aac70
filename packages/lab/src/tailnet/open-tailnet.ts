import { existsSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { inPlace, type Place } from "../network/place.ts";
import { deathOf, firstLine, type LabProcess, startProcess } from "../process/lab-process.ts";
import { run } from "../process/run.ts";
import type { Tailnet, TailnetMember, TailnetNode, TailnetOptions } from "./tailnet-contract.ts";
import { dropped, filter, layCables, serverAddress } from "./underlay.ts";

const startPatienceMs = 20_000;
const loginPatience = "60s";

/**
 * Puts places on a tailnet of their own. Only inside a sandbox; its namespaces take everything along when they go.
 *
 * @throws LocaldnsError LDNS203 when something does not start
 */
export async function openTailnet({ router, members, programs }: TailnetOptions): Promise<Tailnet> {
	await layCables(router, members);
	const processes: LabProcess[] = [];
	const listeners = new Set<(error: LocaldnsError) => void>();
	let closing = false;
	const start = (name: string, place: Place, argv: readonly string[], output?: "own"): LabProcess => {
		// Without this it would send its log to tailscale's servers, which it could not reach.
		const quiet = ["env", "TS_NO_LOGS_NO_SUPPORT=true"];
		const process = startProcess(name, inPlace(place, [...quiet, ...argv]), output);
		processes.push(process);
		void process.ended.then((how) => {
			if (closing) return;
			for (const listener of listeners) listener(deathOf(process, how, "LDNS204"));
		});
		return process;
	};
	const close = async (): Promise<void> => {
		closing = true;
		await Promise.all(processes.map((process) => process.stop()));
	};
	try {
		const server = start(
			"the control server",
			router,
			[programs["control-server"], "-address", serverAddress],
			"own",
		);
		await untilUp(server, firstLine(server.stdout));
		const login = async (member: TailnetMember): Promise<TailnetNode> => {
			const socket = await startDaemon(member, programs.tailscaled, start);
			const argv = [programs.tailscale, `--socket=${socket}`];
			await run(
				`${member.name} on the tailnet`,
				inPlace(member.place, [...argv, ...upArguments(member.name)]),
			);
			const address = await run(`${member.name}'s address`, inPlace(member.place, [...argv, "ip", "-4"]));
			return { name: member.name, place: member.place, address: address.trim(), socket };
		};
		const nodes = await Promise.all(members.map(login));
		return {
			nodes,
			allowUdp: (allowed) => filter(router, allowed),
			droppedUdp: () => dropped(router),
			onFailure: (callback) => void listeners.add(callback),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Its DNS settings stay as they are: tailscaled would write over the place's resolv.conf. */
const upArguments = (name: string): string[] => [
	"up",
	`--login-server=http://${serverAddress}:8080`,
	`--hostname=${name}`,
	"--accept-dns=false",
	`--timeout=${loginPatience}`,
];

/** @returns its socket, once it is there */
async function startDaemon(
	{ name, place, folder }: TailnetMember,
	tailscaled: string,
	start: (name: string, place: Place, argv: readonly string[]) => LabProcess,
): Promise<string> {
	const sockets = join(folder, "run", "tailscale");
	await mkdir(sockets, { recursive: true });
	// As systemd makes /run/tailscale: anyone may ask, and the daemon looks at who it is.
	for (const each of [folder, join(folder, "run"), sockets]) await chmod(each, 0o755);
	const socket = join(sockets, "tailscaled.sock");
	const daemon = start(`tailscaled of ${name}`, place, [
		tailscaled,
		`--statedir=${join(folder, "state")}`,
		`--socket=${socket}`,
		"--tun=tailscale0",
		"--port=41641",
		"--no-logs-no-support",
	]);
	const isThere = async (): Promise<void> => {
		while (!existsSync(socket)) await sleep(50);
	};
	await untilUp(daemon, isThere());
	return socket;
}

/** @throws LocaldnsError LDNS203 when it ends or time is over before it is up */
async function untilUp(process: LabProcess, up: Promise<unknown>): Promise<void> {
	const ended = process.ended.then((how): never => {
		throw deathOf(process, how, "LDNS203");
	});
	const late = sleep(startPatienceMs, undefined, { ref: false }).then((): never => {
		throw new LocaldnsError("LDNS203", `${process.name} was not up within ${startPatienceMs / 1000} s`, {
			reason: process.lastWords(),
		});
	});
	for (const each of [ended, late]) each.catch(() => {});
	await Promise.race([up, ended, late]);
}
