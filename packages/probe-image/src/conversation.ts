import type { Attempt } from "@localdns/core/measure";
import { Interrupted, Mailbox } from "./mailbox.ts";
import type { QuestionType } from "./message.ts";
import type { ServerAddress } from "./server-address.ts";
import { exchangeOverTcp, type TcpAnswer } from "./tcp-exchange.ts";
import { round, type SentQuery, type UdpEvent, UdpSocket } from "./udp-socket.ts";

/**
 * Everything that one resolution sends and receives: its sockets, its attempts, the instant of its first
 * packet. Sockets stay open until the resolution ends, so that slow replies are told from lost ones.
 */
export class Conversation {
	readonly attempts: Attempt[] = [];
	/** Clock of the first packet, ms. */
	beganAtMs: number | undefined;
	readonly #edns: boolean;
	readonly #onStray: () => void;
	readonly #sockets: UdpSocket[] = [];
	readonly #mailboxes: Mailbox<UdpEvent>[] = [];
	readonly #abort = new AbortController();

	constructor(options: { edns: boolean; onStray: () => void }) {
		this.#edns = options.edns;
		this.#onStray = options.onStray;
	}

	openMailbox(): Mailbox<UdpEvent> {
		const mailbox = new Mailbox<UdpEvent>();
		this.#mailboxes.push(mailbox);
		return mailbox;
	}

	openUdp(server: ServerAddress, mailbox: Mailbox<UdpEvent>): UdpSocket {
		const socket = new UdpSocket({
			server,
			edns: this.#edns,
			onEvent: (event) => mailbox.put(event),
			onStray: this.#onStray,
		});
		this.#sockets.push(socket);
		return socket;
	}

	send(socket: UdpSocket, name: string, type: QuestionType, tryNumber: number): SentQuery {
		const query = socket.send(name, type, tryNumber, this.beganAtMs);
		this.beganAtMs ??= query.sentAtMs;
		this.attempts.push(query.attempt);
		return query;
	}

	/** @throws Interrupted */
	async askOverTcp(
		server: ServerAddress,
		name: string,
		types: readonly QuestionType[],
		tryNumber: number,
		timeoutMs: number,
	): Promise<TcpAnswer[]> {
		const startMs = round(performance.now() - (this.beganAtMs ?? performance.now()));
		const questions = types.map((type) => {
			const attempt: Attempt = {
				name,
				type,
				transport: "tcp",
				server: server.text,
				tryNumber,
				startMs,
				rttMs: null,
				outcome: "abandoned",
			};
			this.attempts.push(attempt);
			return { name, type, attempt };
		});
		const answers = await exchangeOverTcp(server, questions, {
			edns: this.#edns,
			timeoutMs,
			onStray: this.#onStray,
			signal: this.#abort.signal,
		});
		if (this.#abort.signal.aborted) throw new Interrupted();
		return answers;
	}

	/** Ends every wait of the stub with `Interrupted`. */
	interrupt(): void {
		this.#abort.abort();
		for (const mailbox of this.#mailboxes) mailbox.interrupt();
	}

	close(): void {
		for (const socket of this.#sockets) socket.close();
	}
}
