import { createSocket, type Socket } from "node:dgram";
import { round } from "./udp-socket.ts";

const loopback = "127.0.0.1";
const nothing = (): void => {};
/** 512 KiB of numbers, more than a report's quantiles ask for. */
const defaultMost = 65_536;

/**
 * The probe's own floor: a datagram through the loopback interface to a socket of this process and back, so
 * two passes through the kernel and the event loop and no server. A latency near it says little about DNS.
 */
export class LoopbackEcho {
	#roundTripsMs: number[] = [];
	/** Of so many round trips one is kept. */
	#stride = 1;
	#answered = 0;
	readonly #most: number;
	readonly #echo: Socket;
	readonly #asking: Socket;

	private constructor(echo: Socket, asking: Socket, most: number) {
		this.#most = most;
		this.#echo = echo;
		this.#asking = asking;
	}

	/** @param most round trips that are kept, even */
	static async open(most = defaultMost): Promise<LoopbackEcho> {
		const echo = createSocket("udp4");
		const asking = createSocket("udp4");
		await new Promise<void>((resolve) => echo.bind(0, loopback, resolve));
		await new Promise<void>((resolve) => asking.connect(echo.address().port, loopback, () => resolve()));
		const opened = new LoopbackEcho(echo, asking, most);
		echo.on("message", (message, from) => echo.send(message, from.port, from.address, nothing));
		asking.on("message", (message) => {
			const atMs = performance.now();
			opened.#keep(round(atMs - message.readDoubleLE(0)));
		});
		return opened;
	}

	/** Every round trip in order; of a run of hours every second one, every fourth, and so on. */
	get roundTripsMs(): number[] {
		return this.#roundTripsMs;
	}

	#keep(ms: number): void {
		this.#answered += 1;
		if (this.#answered % this.#stride !== 0) return;
		this.#roundTripsMs.push(ms);
		if (this.#roundTripsMs.length < this.#most) return;
		this.#roundTripsMs = this.#roundTripsMs.filter((_, index) => index % 2 === 1);
		this.#stride *= 2;
	}

	measure(): void {
		const message = Buffer.alloc(8);
		message.writeDoubleLE(performance.now());
		this.#asking.send(message, nothing);
	}

	close(): void {
		this.#echo.close();
		this.#asking.close();
	}
}
