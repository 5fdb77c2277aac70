import type { Conversation } from "../conversation.ts";
import type { Mailbox } from "../mailbox.ts";
import type { QuestionType, Reply } from "../message.ts";
import type { ServerAddress } from "../server-address.ts";
import type { SentQuery, UdpEvent, UdpSocket } from "../udp-socket.ts";
import { type Failure, failureOf, type StubResult, type StubSettings } from "./stub.ts";

/** What glibc learns about a path that does not stand two questions at once. */
export interface GlibcState {
	/** AAAA is sent only after the answer to A (RES_F_SNGLKUP). */
	oneAtATime: boolean;
	/** And from a new socket (RES_F_SNGLKUPREOP). */
	newSocketForSecond: boolean;
}

export interface PairResult extends StubResult {
	/** Every try met a closed port (ECONNREFUSED): the search ends there. */
	nobodyListens: boolean;
}

interface Heard {
	type: QuestionType;
	reply: Reply;
	atMs: number;
}

type DatagramResult =
	| { kind: "answers"; heard: Heard[] }
	| { kind: "truncated" }
	/** Nothing to work with: the next server, or the next try. */
	| { kind: "next"; failure: Failure; atMs: number };

/**
 * A and AAAA of one name, as __res_context_send asks them: `attempts` rounds over the servers, both questions from
 * one socket, which lives through the rounds, so that a late reply to the first try still counts in the
 * second. A truncated reply moves both questions to TCP, once for every server left.
 */
export async function askPair(
	conversation: Conversation,
	name: string,
	settings: StubSettings,
	state: GlibcState,
): Promise<PairResult> {
	const ports = new Map<ServerAddress, Port>();
	let failure: Failure = "timeout";
	let atMs = performance.now();
	let nobodyListens = true;
	try {
		for (let tryNumber = 1; tryNumber <= settings.attempts; tryNumber++) {
			for (const [index, server] of settings.servers.entries()) {
				const timeoutMs = timeoutOf(settings, index);
				const port = ports.get(server) ?? new Port(conversation, server);
				ports.set(server, port);
				const result = await askServer({ conversation, port, name, timeoutMs, tryNumber, state });
				if (result.kind === "answers") return conclude(result.heard);
				if (result.kind === "truncated")
					return await askOverTcp(conversation, name, settings, index, tryNumber);
				failure = result.failure;
				atMs = result.atMs;
				if (failure !== "icmp_refused") nobodyListens = false;
			}
		}
		return { kind: "failed", addresses: [], atMs, failure, nobodyListens };
	} finally {
		for (const port of ports.values()) port.close();
	}
}

/** The first server gets the whole timeout; later ones twice the one before, divided by their number, in whole seconds (send_dg). */
function timeoutOf(settings: StubSettings, index: number): number {
	if (index === 0) return settings.timeoutMs;
	const seconds = ((settings.timeoutMs / 1000) * 2 ** index) / settings.servers.length;
	return Math.max(1, Math.floor(seconds)) * 1000;
}

/** The socket to one server, opened when needed and opened anew after an error. */
class Port {
	readonly server: ServerAddress;
	readonly #conversation: Conversation;
	#socket: UdpSocket | undefined;
	#mailbox: Mailbox<UdpEvent>;

	constructor(conversation: Conversation, server: ServerAddress) {
		this.#conversation = conversation;
		this.server = server;
		this.#mailbox = conversation.openMailbox();
	}

	send(name: string, type: QuestionType, tryNumber: number): SentQuery {
		this.#socket ??= this.#conversation.openUdp(this.server, this.#mailbox);
		return this.#conversation.send(this.#socket, name, type, tryNumber);
	}

	next(untilMs: number): Promise<UdpEvent | undefined> {
		return this.#mailbox.next(untilMs);
	}

	expire(): void {
		this.#socket?.expire();
	}

	close(): void {
		this.#socket?.retire();
		this.#socket = undefined;
		this.#mailbox = this.#conversation.openMailbox();
	}
}

interface Asking {
	conversation: Conversation;
	port: Port;
	name: string;
	timeoutMs: number;
	tryNumber: number;
	state: GlibcState;
}

/** One call of send_dg: one pass, and further ones where a pass ended with one answer of two. */
async function askServer(asking: Asking): Promise<DatagramResult> {
	const { port, state } = asking;
	for (;;) {
		const pass = await onePass(asking);
		if (pass.kind !== "one-of-two") return pass;
		if (!state.oneAtATime) {
			state.oneAtATime = true;
		} else if (!state.newSocketForSecond) {
			state.newSocketForSecond = true;
			port.close();
		} else {
			return { kind: "answers", heard: [pass.heard] };
		}
	}
}

async function onePass(asking: Asking): Promise<DatagramResult | { kind: "one-of-two"; heard: Heard }> {
	const { port, name, timeoutMs, tryNumber, state } = asking;
	const untilMs = performance.now() + timeoutMs;
	const heard: Heard[] = [];
	const refusedTypes = new Set<QuestionType>();
	let failure: Failure = "timeout";
	port.send(name, "A", tryNumber);
	if (!state.oneAtATime) port.send(name, "AAAA", tryNumber);
	for (;;) {
		const event = await port.next(untilMs);
		if (event === undefined) {
			port.expire();
			const [one] = heard;
			return one === undefined
				? { kind: "next", failure, atMs: performance.now() }
				: { kind: "one-of-two", heard: one };
		}
		if (event.kind === "error") {
			port.close();
			return { kind: "next", failure: event.outcome, atMs: event.atMs };
		}
		if (event.kind === "malformed") {
			failure = "malformed";
			continue;
		}
		const { query, reply, atMs } = event;
		if (heard.some((each) => each.type === query.type) || refusedTypes.has(query.type)) continue;
		if (isError(reply)) {
			failure = failureOf(reply.rcode);
			// One good answer is enough, whatever the other says.
			if (heard.length > 0) return { kind: "answers", heard };
			if (refusedTypes.size > 0) return { kind: "next", failure, atMs };
			if (state.oneAtATime) {
				port.close();
				return { kind: "next", failure, atMs };
			}
			refusedTypes.add(query.type);
			continue;
		}
		if (reply.truncated) {
			port.close();
			return { kind: "truncated" };
		}
		heard.push({ type: query.type, reply, atMs });
		if (heard.length + refusedTypes.size === 2) return { kind: "answers", heard };
		if (state.oneAtATime) {
			if (state.newSocketForSecond) port.close();
			port.send(name, "AAAA", tryNumber);
		}
	}
}

/** SERVFAIL, NOTIMP and REFUSED send glibc to the next server; a reply that says nothing at all too. */
function isError(reply: Reply): boolean {
	return reply.rcode === 2 || reply.rcode === 4 || reply.rcode === 5 || reply.lame;
}

/** How __res_context_query reads two answers: any record is success, else the code of the one that has one. */
function conclude(heard: readonly Heard[]): PairResult {
	const atMs = Math.max(...heard.map((each) => each.atMs));
	const byType = [...heard].sort((a, b) => a.type.length - b.type.length);
	const addresses = byType.flatMap((each) => (each.reply.rcode === 0 ? each.reply.addresses : []));
	const base = { addresses, atMs, nobodyListens: false };
	if (addresses.length > 0) return { ...base, kind: "found" };
	const rcode = heard.map((each) => each.reply.rcode).find((each) => each !== 0) ?? 0;
	if (rcode === 0) return { ...base, kind: "nodata" };
	return rcode === 3 ? { ...base, kind: "nxdomain" } : { ...base, kind: "failed", failure: failureOf(rcode) };
}

/**
 * glibc waits for TCP as long as the kernel does, minutes where packets are lost; here it gets the time of
 * all rounds, so that a resolution ends.
 */
async function askOverTcp(
	conversation: Conversation,
	name: string,
	settings: StubSettings,
	fromServer: number,
	tryNumber: number,
): Promise<PairResult> {
	const timeoutMs = settings.timeoutMs * settings.attempts;
	for (const server of settings.servers.slice(fromServer)) {
		const answers = await conversation.askOverTcp(server, name, ["A", "AAAA"], tryNumber, timeoutMs);
		if (answers.length > 0) {
			return conclude(answers.map(({ question, reply, atMs }) => ({ type: question.type, reply, atMs })));
		}
	}
	return {
		kind: "failed",
		addresses: [],
		atMs: performance.now(),
		failure: "truncated_tcp_fail",
		nobodyListens: false,
	};
}
