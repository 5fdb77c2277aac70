import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { decodeReply, encodeQuery, messageId, type RecordType, type Reply } from "../message.ts";
import type { ServerAddress } from "../server-address.ts";

/** A question as it is sent: an absolute name. */
export interface WireQuestion {
	readonly name: string;
	readonly type: RecordType;
	readonly edns: boolean;
}

/** A reply, or why none came, in words. */
export type Heard = { readonly reply: Reply } | { readonly why: string };

const decode = (message: Buffer, id: number, { name, type }: WireQuestion): Heard | undefined => {
	if (messageId(message) !== id) return undefined;
	const decoded = decodeReply(message, name, type);
	if (decoded.kind === "stray") return undefined;
	return decoded.kind === "reply" ? { reply: decoded.reply } : { why: "a reply that cannot be read" };
};

const failureText = ({ code, message }: NodeJS.ErrnoException): string =>
	code === "ECONNREFUSED" ? "connection refused" : (code ?? message);

/**
 * Sends one question over UDP up to `tries` times, each with its own ID, a second apart, and takes the first reply to any of
 * them: on a lossy path a slow reply is as good as a quick one.
 */
export function askOverUdp(
	server: ServerAddress,
	question: WireQuestion,
	{ tries, intervalMs, signal }: { tries: number; intervalMs: number; signal: AbortSignal },
): Promise<Heard> {
	return new Promise((resolve) => {
		const socket = createSocket(isIPv6(server.host) ? "udp6" : "udp4");
		const ids: number[] = [];
		let why = `no answer to ${tries} tries`;
		let timer: NodeJS.Timeout | undefined;
		let isOpen = true;
		const end = (heard: Heard): void => {
			if (!isOpen) return;
			isOpen = false;
			clearTimeout(timer);
			signal.removeEventListener("abort", giveUp);
			socket.close();
			resolve(heard);
		};
		const giveUp = (): void => end({ why });
		const send = (): void => {
			if (!isOpen) return;
			if (ids.length === tries) {
				end({ why });
				return;
			}
			const id = randomInt(0x10000);
			ids.push(id);
			timer = setTimeout(send, intervalMs);
			socket.send(encodeQuery(id, question.name, question.type, question.edns), (error) => {
				if (error !== null) why = failureText(error);
			});
		};
		socket.on("message", (message) => {
			const heard = ids.map((id) => decode(message, id, question)).find((each) => each !== undefined);
			if (heard !== undefined) end(heard);
		});
		// A refused port may be a cache that is just being replaced: the next try may be answered.
		socket.on("error", (error) => {
			why = failureText(error);
			if (ids.length === 0) end({ why });
		});
		signal.addEventListener("abort", giveUp);
		if (signal.aborted) giveUp();
		else socket.connect(server.port, server.host, send);
	});
}

/** Asks one question over a TCP connection of its own (RFC 7766). */
export function askOverTcp(
	server: ServerAddress,
	question: WireQuestion,
	{ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Heard> {
	return new Promise((resolve) => {
		const id = randomInt(0x10000);
		const socket = connect({ host: server.host, port: server.port, noDelay: true });
		let received = Buffer.alloc(0);
		const end = (heard: Heard): void => {
			clearTimeout(timer);
			signal.removeEventListener("abort", giveUp);
			socket.destroy();
			resolve(heard);
		};
		const giveUp = (): void => end({ why: "no answer over TCP" });
		const timer = setTimeout(giveUp, timeoutMs);
		signal.addEventListener("abort", giveUp);
		socket.on("connect", () => {
			const message = encodeQuery(id, question.name, question.type, question.edns);
			const length = Buffer.alloc(2);
			length.writeUInt16BE(message.length);
			socket.write(Buffer.concat([length, message]));
		});
		socket.on("data", (chunk: Buffer) => {
			received = Buffer.concat([received, chunk]);
			if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
			const message = received.subarray(2, 2 + received.readUInt16BE(0));
			end(decode(message, id, question) ?? { why: "a reply to another question" });
		});
		socket.on("error", (error) => end({ why: failureText(error) }));
		socket.on("end", () => end({ why: "the server hung up" }));
		if (signal.aborted) giveUp();
	});
}
