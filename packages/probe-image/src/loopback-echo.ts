import { createSocket, type Socket } from "node:dgram";
import { round } from "./udp-socket.ts";

const loopback = "127.0.0.1";
const nothing = (): void => {};

/**
 * The probe's own floor: a datagram through the loopback interface to a socket of this process and back, so
 * two passes through the kernel and the event loop and no server. A latency near it says little about DNS.
 */
export class LoopbackEcho {
	readonly roundTripsMs: number[] = [];
	readonly #echo: Socket;
	readonly #asking: Socket;

	private constructor(echo: Socket, asking: Socket) {
		this.#echo = echo;
		this.#asking = asking;
	}

	static async open(): Promise<LoopbackEcho> {
		const echo = createSocket("udp4");
		const asking = createSocket("udp4");
		await new Promise<void>((resolve) => echo.bind(0, loopback, resolve));
		await new Promise<void>((resolve) => asking.connect(echo.address().port, loopback, () => resolve()));
		const opened = new LoopbackEcho(echo, asking);
		echo.on("message", (message, from) => echo.send(message, from.port, from.address, nothing));
		asking.on("message", (message) => {
			const atMs = performance.now();
			opened.roundTripsMs.push(round(atMs - message.readDoubleLE(0)));
		});
		return opened;
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
