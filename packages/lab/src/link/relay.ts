// The middle of the tunnel, a process of its own: every inner packet comes in one datagram from one
// tunnel end and goes, after what the link does to it, in one datagram to the other.
import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { isMainThread } from "node:worker_threads";
import { createRandom, type Random } from "@localdns/core/measure";
import type { LinkCounters } from "@localdns/core/report";
import { keepAlarm, nowMs, startAlarm } from "./alarm.ts";
import { DeliveryQueue } from "./delivery-queue.ts";
import { createImpairment, type Fate, type Impairment } from "./impairment.ts";
import { isEcho, isUdp, outerBytes } from "./inner-packet.ts";
import type { Carried, RelayCommand, RelayConfig, RelayReply, TunnelPorts } from "./relay-protocol.ts";
import type { LinkSpec } from "./spec.ts";

const noCounts = (): LinkCounters => ({ packets: 0, lost: { random: 0, burst: 0, policed: 0, blackout: 0 } });

function count(counters: LinkCounters, fate: Fate): void {
	counters.packets += 1;
	if ("lost" in fate) counters.lost[fate.lost] += 1;
}

/** One direction: what it decides and what it has counted. */
class Direction {
	readonly echo = noCounts();
	readonly measured = noCounts();
	readonly #random: Random;
	readonly #carries: Carried;
	#link: { spec: LinkSpec; impairment: Impairment } | undefined;
	#measuring = { fromMs: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

	constructor(random: Random, carries: Carried) {
		this.#random = random;
		this.#carries = carries;
	}

	link(spec: LinkSpec): void {
		this.#link = { spec, impairment: createImpairment(spec, this.#random) };
	}

	measure(command: Extract<RelayCommand, { do: "measure" }>): void {
		const fromMs = nowMs() + command.atEpochMs - Date.now();
		this.#measuring = { fromMs, untilMs: fromMs + command.durationMs };
		this.#link?.impairment.blackOut(
			command.blackouts.map(({ startMs, durationMs }) => ({
				fromMs: fromMs + startMs,
				untilMs: fromMs + startMs + durationMs,
			})),
		);
	}

	take(packet: Buffer): Fate {
		const atMs = nowMs();
		if (this.#link === undefined) return { deliverAtMs: atMs };
		const { spec, impairment } = this.#link;
		const echo = isEcho(packet);
		// Where no UDP passes, the echo does all the same: what else the link does could not be proved otherwise.
		const isPoliced =
			this.#carries === "tunnelled" || (isUdp(packet) && !(echo && spec.udpLimitBitsPerSecond === 0));
		const fate = impairment.decide(atMs, outerBytes(packet, this.#carries), isPoliced);
		if (echo) count(this.echo, fate);
		if (atMs >= this.#measuring.fromMs && atMs < this.#measuring.untilMs) count(this.measured, fate);
		return fate;
	}
}

function listen(ports: TunnelPorts): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = createSocket("udp4");
		socket.once("error", reject);
		socket.bind({ address: "127.0.0.1", port: ports.relay, exclusive: true }, () => resolve(socket));
	});
}

async function relay(): Promise<void> {
	const config = JSON.parse(process.argv[2] as string) as RelayConfig;
	const random = createRandom(config.seed);
	const toNear = new Direction(random.fork("to near"), config.carries);
	const toFar = new Direction(random.fork("to far"), config.carries);
	const queue = new DeliveryQueue((ring) => startAlarm(process.argv[1] as string, ring));
	const [near, far] = await Promise.all([listen(config.near), listen(config.far)]);

	const carry = (direction: Direction, exit: Socket, port: number) => (packet: Buffer) => {
		const fate = direction.take(packet);
		if ("deliverAtMs" in fate) queue.add(fate.deliverAtMs, () => exit.send(packet, port, "127.0.0.1"));
	};
	near.on("message", carry(toFar, far, config.far.end));
	far.on("message", carry(toNear, near, config.near.end));

	const reply = (line: RelayReply) => process.stdout.write(`${JSON.stringify(line)}\n`);
	const commands = createInterface({ input: process.stdin });
	commands.on("close", () => process.exit(0));
	commands.on("line", (line) => obey(JSON.parse(line) as RelayCommand));
	function obey(command: RelayCommand): void {
		if (command.do === "count") {
			reply({
				kind: "counters",
				id: command.id,
				echo: { toNear: toNear.echo, toFar: toFar.echo },
				measured: { toNear: toNear.measured, toFar: toFar.measured },
			});
			return;
		}
		for (const direction of [toNear, toFar]) {
			if (command.do === "link") direction.link(command.spec);
			else direction.measure(command);
		}
	}
	const control = createServer((asking) => {
		asking.on("error", () => {});
		createInterface({ input: asking }).on("line", (line) => {
			obey(JSON.parse(line) as RelayCommand);
			asking.end(`${JSON.stringify({ kind: "ready" } satisfies RelayReply)}\n`);
		});
	});
	await new Promise<void>((resolve) => control.listen(config.control, resolve));
	reply({ kind: "ready" });
}

if (isMainThread) await relay();
else keepAlarm();
