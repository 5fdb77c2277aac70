import { searchList } from "@localdns/core/dns";
import type { Conversation } from "../conversation.ts";
import type { QuestionType, Reply } from "../message.ts";
import type { ServerAddress } from "../server-address.ts";
import { type Failure, failureOf, type Stub, type StubResult, type StubSettings } from "./stub.ts";

type Lookup = { atMs: number } & (
	| { kind: "found"; addresses: string[] }
	| { kind: "nodata" | "nxdomain" }
	| { kind: "failed"; failure: Failure }
);

/**
 * Go's own resolver (net/dnsclient_unix.go): A and AAAA side by side, each on a socket of its own and a
 * new one for every repetition, EDNS with 1232 octets, each server `attempts` times. A candidate that
 * failed does not end the search; the error told is that of the name as written, or else the first.
 */
export const goStub: Stub = async (conversation, name, settings) => {
	let lastError: { result: StubResult } | undefined;
	let firstFailure: Failure | undefined;
	for (const candidate of searchList(name, settings, "go")) {
		const lookups = await Promise.all([
			lookUp(conversation, candidate.name, "A", settings),
			lookUp(conversation, candidate.name, "AAAA", settings),
		]);
		const addresses = lookups.flatMap((each) => (each.kind === "found" ? each.addresses : []));
		const atMs = Math.max(...lookups.map((each) => each.atMs));
		if (addresses.length > 0) return { kind: "found", addresses, atMs };
		for (const lookup of lookups) {
			if (lookup.kind === "found") continue;
			if (lookup.kind === "failed") firstFailure ??= lookup.failure;
			if (lastError === undefined || candidate.asWritten) {
				lastError = {
					result: {
						kind: lookup.kind,
						addresses,
						atMs,
						...(lookup.kind === "failed" ? { failure: lookup.failure } : {}),
					},
				};
			}
		}
		// The error may be an older one, but it is told now.
		if (lastError !== undefined) lastError.result.atMs = atMs;
	}
	if (lastError === undefined) throw new RangeError(`go cannot ask ${name}`);
	const failure = lastError.result.failure ?? firstFailure;
	return { ...lastError.result, ...(failure === undefined ? {} : { failure }) };
};

async function lookUp(
	conversation: Conversation,
	name: string,
	type: QuestionType,
	settings: StubSettings,
): Promise<Lookup> {
	let last: Lookup | undefined;
	for (let tryNumber = 1; tryNumber <= settings.attempts; tryNumber++) {
		for (const server of settings.servers) {
			const lookup = await exchange(conversation, server, name, type, tryNumber, settings.timeoutMs);
			if (lookup.kind !== "failed") return lookup;
			last = lookup;
		}
	}
	if (last === undefined) throw new RangeError("go needs a server and an attempt");
	return last;
}

async function exchange(
	conversation: Conversation,
	server: ServerAddress,
	name: string,
	type: QuestionType,
	tryNumber: number,
	timeoutMs: number,
): Promise<Lookup> {
	const mailbox = conversation.openMailbox();
	const socket = conversation.openUdp(server, mailbox);
	const { sentAtMs } = conversation.send(socket, name, type, tryNumber);
	const event = await mailbox.next(sentAtMs + timeoutMs);
	if (event === undefined) socket.expire();
	socket.retire();
	if (event === undefined) return { kind: "failed", failure: "timeout", atMs: sentAtMs + timeoutMs };
	if (event.kind === "error") return { kind: "failed", failure: event.outcome, atMs: event.atMs };
	if (event.kind === "malformed") return { kind: "failed", failure: "malformed", atMs: event.atMs };
	if (!event.reply.truncated) return read(event.reply, event.atMs);
	const [answer] = await conversation.askOverTcp(server, name, [type], tryNumber, timeoutMs);
	if (answer === undefined) return { kind: "failed", failure: "truncated_tcp_fail", atMs: performance.now() };
	return read(answer.reply, answer.atMs);
}

function read(reply: Reply, atMs: number): Lookup {
	if (reply.rcode === 3) return { kind: "nxdomain", atMs };
	if (reply.rcode !== 0 || reply.lame) return { kind: "failed", failure: failureOf(reply.rcode), atMs };
	return reply.addresses.length > 0
		? { kind: "found", addresses: reply.addresses, atMs }
		: { kind: "nodata", atMs };
}
