import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Attempt } from "@localdns/core/measure";
import { decodeReply, encodeQuery, messageId, type QuestionType, type Reply } from "./message.ts";
import type { ServerAddress } from "./server-address.ts";

/** One datagram sent and what came of it. */
export interface SentQuery {
	id: number;
	name: string;
	type: QuestionType;
	sentAtMs: number;
	attempt: Attempt;
	answered: boolean;
}

/** What a stub can learn from its socket. */
export type UdpEvent =
	| { kind: "reply"; socket: UdpSocket; query: SentQuery; reply: Reply; atMs: number }
	| { kind: "malformed"; query: SentQuery; atMs: number }
	| { kind: "error"; outcome: "icmp_refused" | "send_error"; atMs: number };

export interface UdpSocketOptions {
	server: ServerAddress;
	edns: boolean;
	onEvent: (event: UdpEvent) => void;
	/** A datagram that answers no open question. */
	onStray: () => void;
}

/** Addresses are literals, so there is nothing to look up and no detour through the event loop. */
const noLookup = (
	host: string,
	family: unknown,
	done: (error: null, address: string, family: number) => void,
): void => done(null, host, family === 6 ? 6 : 4);

/**
 * A fresh UDP socket on a port that the kernel picks, connected to one server: the kernel drops what
 * comes from elsewhere and reports a refused port.
 */
export class UdpSocket {
	readonly server: ServerAddress;
	readonly #socket: Socket;
	readonly #options: UdpSocketOptions;
	readonly #queries: SentQuery[] = [];
	#open = true;
	#retired = false;

	constructor(options: UdpSocketOptions) {
		this.#options = options;
		this.server = options.server;
		this.#socket = createSocket({
			type: isIPv6(options.server.host) ? "udp6" : "udp4",
			lookup: noLookup as never,
		});
		this.#socket.on("message", (message) => this.#receive(message, performance.now()));
		this.#socket.on("error", (error) => this.#fail(error, performance.now()));
		try {
			this.#socket.connect(options.server.port, options.server.host);
		} catch (error) {
			this.#fail(error as Error, performance.now());
		}
	}

	/** Sends one question; its attempt counts as abandoned until something better is known. */
	send(name: string, type: QuestionType, tryNumber: number, beganAtMs: number | undefined): SentQuery {
		// Every packet has an ID of its own, so that a late reply is told from the reply to its repetition.
		let id = randomInt(0x10000);
		while (this.#queries.some((each) => each.id === id)) id = randomInt(0x10000);
		const message = encodeQuery(id, name, type, this.#options.edns);
		const sentAtMs = performance.now();
		const attempt: Attempt = {
			name,
			type,
			transport: "udp",
			server: this.server.text,
			tryNumber,
			startMs: round(sentAtMs - (beganAtMs ?? sentAtMs)),
			rttMs: null,
			outcome: "abandoned",
		};
		const query: SentQuery = { id, name, type, sentAtMs, attempt, answered: false };
		this.#queries.push(query);
		try {
			this.#socket.send(message, (error) => {
				if (error !== null) this.#fail(error, performance.now());
			});
		} catch (error) {
			this.#fail(error as Error, performance.now());
		}
		return query;
	}

	/** The stub's time for the questions that are still open is over. */
	expire(): void {
		for (const query of this.#queries)
			if (query.attempt.outcome === "abandoned") query.attempt.outcome = "timeout";
	}

	/**
	 * The stub has closed this socket. It stays open for the record: a reply that comes now was slow,
	 * not lost, so it is noted, but the stub never sees it.
	 */
	retire(): void {
		this.#retired = true;
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#socket.close();
	}

	#receive(message: Buffer, atMs: number): void {
		const id = messageId(message);
		const query = this.#queries.find((each) => each.id === id && !each.answered);
		const decoded = query === undefined ? undefined : decodeReply(message, query.name, query.type);
		if (query === undefined || decoded === undefined || decoded.kind === "stray") {
			this.#options.onStray();
			return;
		}
		query.answered = true;
		query.attempt.rttMs = round(atMs - query.sentAtMs);
		if (decoded.kind === "malformed") {
			query.attempt.outcome = "malformed";
			this.#tell({ kind: "malformed", query, atMs });
			return;
		}
		const { reply } = decoded;
		query.attempt.outcome = attemptOutcome(reply);
		if (reply.ede !== undefined) query.attempt.ede = reply.ede;
		this.#tell({ kind: "reply", socket: this, query, reply, atMs });
	}

	#fail(error: Error, atMs: number): void {
		if (!this.#open) return;
		const refused = (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
		const outcome = refused ? "icmp_refused" : "send_error";
		for (const query of this.#queries) if (!query.answered) query.attempt.outcome = outcome;
		this.#tell({ kind: "error", outcome, atMs });
	}

	#tell(event: UdpEvent): void {
		if (!this.#retired) this.#options.onEvent(event);
	}
}

export function attemptOutcome(reply: Reply): Attempt["outcome"] {
	if (reply.truncated) return "truncated";
	if (reply.rcode === 0) return reply.addresses.length > 0 ? "answer" : "nodata";
	if (reply.rcode === 2) return "servfail";
	if (reply.rcode === 3) return "nxdomain";
	return reply.rcode === 5 ? "refused" : "other_rcode";
}

/** Microseconds are as fine as the clock is honest, and keep the records short. */
export function round(ms: number): number {
	return Math.round(ms * 1000) / 1000;
}
