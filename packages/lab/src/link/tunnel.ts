import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deathOf, type LabProcess, startProcess } from "../process/lab-process.ts";
import type { Carried, RelayCommand, RelayConfig, RelayReply, TunnelPorts } from "./relay-protocol.ts";
import type { LinkSpec } from "./spec.ts";

type Counters = Extract<RelayReply, { kind: "counters" }>;

/** A tunnel through the relay, whose two ends are TUN devices in this process's network namespace. */
export interface Tunnel {
	readonly devices: { near: string; far: string };
	/** Path of the relay's Unix socket. */
	readonly control: string;
	/** From now on the link is this one; until the first it passes everything. */
	link(spec: LinkSpec): void;
	measure(command: Omit<Extract<RelayCommand, { do: "measure" }>, "do">): void;
	/** @throws LocaldnsError LDNS204 when the relay is gone */
	count(): Promise<Counters>;
}

export interface TunnelOptions {
	seed: number;
	/** Where the relay's socket goes. */
	folder: string;
	/** @default "tunnelled" */
	carries?: Carried;
}

/** The lab's own namespace is fresh, so every port is free. */
const near: TunnelPorts = { relay: 7101, end: 7001 };
const far: TunnelPorts = { relay: 7102, end: 7002 };
const devices = { near: "tunnel-near", far: "tunnel-far" };

/** A program of this package: a source file, or beside the bundle that this code is in. */
export function ownProgram(name: "relay" | "echo"): string {
	const isSource = import.meta.url.endsWith(".ts");
	return fileURLToPath(new URL(isSource ? `./${name}.ts` : `./${name}.js`, import.meta.url));
}

/**
 * @param adopt takes over each process as soon as it is started
 * @throws LocaldnsError LDNS203
 */
export async function openTunnel(
	{ seed, folder, carries = "tunnelled" }: TunnelOptions,
	adopt: (process: LabProcess) => void,
): Promise<Tunnel> {
	const control = join(folder, "relay.sock");
	const config: RelayConfig = { seed, near, far, carries, control };
	const relay = startProcess(
		"the link's relay",
		[process.execPath, ownProgram("relay"), JSON.stringify(config)],
		"own",
	);
	const ends = [startEnd("near", near), startEnd("far", far)];
	for (const each of [relay, ...ends]) adopt(each);
	const replies = listen(relay);
	await Promise.race([
		Promise.all([replies.ready, ...ends.map(deviceIsUp)]),
		...[relay, ...ends].map(async (each) => {
			throw deathOf(each, await each.ended, "LDNS203");
		}),
	]);
	const send = (command: RelayCommand) => relay.stdin.write(`${JSON.stringify(command)}\n`);
	let lastId = 0;
	return {
		devices,
		control,
		link: (spec) => send({ do: "link", spec }),
		measure: (command) => send({ do: "measure", ...command }),
		count() {
			lastId += 1;
			const counted = replies.counters(lastId);
			send({ do: "count", id: lastId });
			const died = relay.ended.then((how): never => {
				throw deathOf(relay, how, "LDNS204");
			});
			return Promise.race([counted, died]);
		},
	};
}

/** socat makes the TUN device and carries each packet in one datagram; `-d -d` lets it say when it is ready. */
function startEnd(side: "near" | "far", ports: TunnelPorts): LabProcess {
	return startProcess(`the tunnel's ${side} end`, [
		"socat",
		"-d",
		"-d",
		`TUN,iff-no-pi,tun-type=tun,tun-name=${devices[side]}`,
		`UDP-DATAGRAM:127.0.0.1:${ports.relay},bind=127.0.0.1:${ports.end}`,
	]);
}

/** Also returns when the end has died, whose death is told by another. */
async function deviceIsUp(end: LabProcess): Promise<void> {
	let hasEnded = false;
	void end.ended.then(() => {
		hasEnded = true;
	});
	while (!hasEnded && !end.lastWords().includes("starting data transfer loop")) await sleep(5);
}

function listen(relay: LabProcess): { ready: Promise<void>; counters(id: number): Promise<Counters> } {
	const waiting = new Map<number, (counters: Counters) => void>();
	let becomeReady = () => {};
	const ready = new Promise<void>((resolve) => {
		becomeReady = resolve;
	});
	createInterface({ input: relay.stdout }).on("line", (line) => {
		const reply = JSON.parse(line) as RelayReply;
		if (reply.kind === "ready") {
			becomeReady();
		} else {
			waiting.get(reply.id)?.(reply);
			waiting.delete(reply.id);
		}
	});
	return { ready, counters: (id) => new Promise((resolve) => waiting.set(id, resolve)) };
}
