import { randomInt } from "node:crypto";
import { connect } from "node:net";
import type { Attempt } from "@localdns/core/measure";
import { decodeReply, encodeQuery, messageId, type QuestionType, type Reply } from "./message.ts";
import type { ServerAddress } from "./server-address.ts";
import { attemptOutcome, round } from "./udp-socket.ts";

export interface TcpQuestion {
	name: string;
	type: QuestionType;
	attempt: Attempt;
}

export interface TcpAnswer {
	question: TcpQuestion;
	reply: Reply;
	atMs: number;
}

/** Messages over TCP stand behind their length in two octets (RFC 1035 section 4.2.2). */
function frame(message: Buffer): Buffer {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(message.length);
	return Buffer.concat([length, message]);
}

/**
 * Asks all questions over one connection and closes it.
 * @returns the answers that came before the connection ended or the time was over; the attempts of the other
 * questions keep or get the outcome that says why
 */
export function exchangeOverTcp(
	server: ServerAddress,
	questions: readonly TcpQuestion[],
	options: { edns: boolean; timeoutMs: number; onStray: () => void; signal: AbortSignal },
): Promise<TcpAnswer[]> {
	const open = new Map<number, TcpQuestion>();
	for (const question of questions) {
		let id = randomInt(0x10000);
		while (open.has(id)) id = randomInt(0x10000);
		open.set(id, question);
	}
	const answers: TcpAnswer[] = [];
	const beganAtMs = performance.now();
	const close = (outcome: Attempt["outcome"]): void => {
		for (const question of open.values()) question.attempt.outcome = outcome;
		open.clear();
	};

	function take(message: Buffer, atMs: number): void {
		const id = messageId(message);
		const question = id === undefined ? undefined : open.get(id);
		const decoded = question === undefined ? undefined : decodeReply(message, question.name, question.type);
		if (id === undefined || question === undefined || decoded === undefined || decoded.kind === "stray") {
			options.onStray();
			return;
		}
		open.delete(id);
		question.attempt.rttMs = round(atMs - beganAtMs);
		if (decoded.kind === "malformed") {
			question.attempt.outcome = "malformed";
			return;
		}
		question.attempt.outcome = attemptOutcome(decoded.reply);
		if (decoded.reply.ede !== undefined) question.attempt.ede = decoded.reply.ede;
		answers.push({ question, reply: decoded.reply, atMs });
	}

	return new Promise((resolve) => {
		const socket = connect({ host: server.host, port: server.port, noDelay: true, signal: options.signal });
		const timer = setTimeout(() => {
			close("timeout");
			socket.destroy();
		}, options.timeoutMs);
		let received = Buffer.alloc(0);
		socket.on("connect", () => {
			const frames = [...open].map(([id, question]) =>
				frame(encodeQuery(id, question.name, question.type, options.edns)),
			);
			socket.write(Buffer.concat(frames));
		});
		socket.on("data", (chunk: Buffer) => {
			const atMs = performance.now();
			received = Buffer.concat([received, chunk]);
			while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
				const end = 2 + received.readUInt16BE(0);
				take(received.subarray(2, end), atMs);
				received = received.subarray(end);
			}
			if (open.size === 0) socket.destroy();
		});
		socket.on("error", (error: NodeJS.ErrnoException) => {
			if (!options.signal.aborted) close(error.code === "ECONNREFUSED" ? "icmp_refused" : "send_error");
		});
		socket.on("close", () => {
			clearTimeout(timer);
			// The server hung up on questions that were still open.
			if (!options.signal.aborted) close("send_error");
			resolve(answers);
		});
		socket.on("end", () => socket.destroy());
	});
}
