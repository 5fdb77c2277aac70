import { searchList } from "@localdns/core/dns";
import type { Conversation } from "../conversation.ts";
import type { QuestionType, Reply } from "../message.ts";
import { type Failure, failureOf, type Stub, type StubResult, type StubSettings } from "./stub.ts";

const types = ["A", "AAAA"] as const satisfies readonly QuestionType[];

/**
 * musl (src/network/res_msend.c, lookup_name.c): every question to every server at once, what is still open
 * again after timeout / attempts, and the end after timeout, which is the time for everything. SERVFAIL is
 * answered by asking again at once, a few times; other errors and a refused port are as silence. The search
 * goes on after NXDOMAIN only.
 *
 * musl has one unconnected socket for all servers; here each has its own, so that a refused port can be recorded.
 */
export const muslStub: Stub = async (conversation, name, settings) => {
	let result: StubResult | undefined;
	for (const candidate of searchList(name, settings, "musl")) {
		result = await ask(conversation, candidate.name, settings);
		if (result.kind !== "nxdomain") return result;
	}
	if (result === undefined) throw new RangeError(`musl cannot ask ${name}`);
	return result;
};

async function ask(conversation: Conversation, name: string, settings: StubSettings): Promise<StubResult> {
	const mailbox = conversation.openMailbox();
	const sockets = settings.servers.map((server) => conversation.openUdp(server, mailbox));
	const retryMs = settings.timeoutMs / settings.attempts;
	const replies = new Map<QuestionType, Reply>();
	/** What was heard of a question that stayed open, for the record of the failure. */
	let heard: Failure = "timeout";
	const beganAtMs = performance.now();
	const untilMs = beganAtMs + settings.timeoutMs;
	let atMs = beganAtMs;

	for (let tryNumber = 1; tryNumber <= settings.attempts && replies.size < types.length; tryNumber++) {
		const open = types.filter((type) => !replies.has(type));
		for (const type of open) for (const socket of sockets) conversation.send(socket, name, type, tryNumber);
		let servfailRetries = 2 * types.length;
		const roundEndsMs = Math.min(untilMs, beganAtMs + tryNumber * retryMs);
		while (replies.size < types.length) {
			const event = await mailbox.next(roundEndsMs);
			if (event === undefined) {
				for (const socket of sockets) socket.expire();
				break;
			}
			if (event.kind !== "reply") {
				heard = event.kind === "error" ? event.outcome : "malformed";
				continue;
			}
			const { query, reply } = event;
			if (replies.has(query.type)) continue;
			if (reply.rcode !== 0 && reply.rcode !== 3) {
				heard = failureOf(reply.rcode);
				if (reply.rcode === 2 && servfailRetries-- > 0)
					conversation.send(event.socket, name, query.type, tryNumber);
				continue;
			}
			atMs = event.atMs;
			replies.set(query.type, reply);
			if (!reply.truncated) continue;
			const leftMs = Math.max(1, untilMs - performance.now());
			const [answer] = await conversation.askOverTcp(
				event.socket.server,
				name,
				[query.type],
				tryNumber,
				leftMs,
			);
			if (answer === undefined || (answer.reply.rcode !== 0 && answer.reply.rcode !== 3)) {
				return { kind: "failed", addresses: [], atMs: performance.now(), failure: "truncated_tcp_fail" };
			}
			atMs = answer.atMs;
			replies.set(query.type, answer.reply);
		}
	}
	for (const socket of sockets) socket.retire();
	const [a, aaaa] = types.map((type) => replies.get(type));
	if (a === undefined || aaaa === undefined)
		return { kind: "failed", addresses: [], atMs: performance.now(), failure: heard };
	if (a.rcode === 3 || aaaa.rcode === 3) return { kind: "nxdomain", addresses: [], atMs };
	const addresses = [...a.addresses, ...aaaa.addresses];
	return { kind: addresses.length > 0 ? "found" : "nodata", addresses, atMs };
}
