import { searchList } from "@localdns/core/dns";
import type { Reply } from "../message.ts";
import { failureOf, type Stub, type StubResult } from "./stub.ts";

/** Beyond its timeout raw listens this many times as long, because it has no repetition to listen to. */
const listenTimes = 2;

/**
 * The network's view: the name as it is, one packet for A and one for AAAA to the first server, no
 * repetition, no search list, no TCP. A reply after the timeout is late, not lost.
 */
export const rawStub: Stub = async (conversation, name, settings) => {
	const [candidate] = searchList(name, settings, "raw");
	const [server] = settings.servers;
	if (candidate === undefined || server === undefined) throw new RangeError(`raw cannot ask ${name}`);
	const mailbox = conversation.openMailbox();
	const socket = conversation.openUdp(server, mailbox);
	const { sentAtMs } = conversation.send(socket, candidate.name, "A", 1);
	conversation.send(socket, candidate.name, "AAAA", 1);
	const replies = new Map<string, Reply>();
	let atMs = sentAtMs;
	for (let open = 2; open > 0; open--) {
		const event = await mailbox.next(sentAtMs + listenTimes * settings.timeoutMs);
		if (event === undefined) {
			socket.expire();
			return { kind: "failed", addresses: [], atMs, failure: "timeout" };
		}
		atMs = event.atMs;
		if (event.kind === "error") return { kind: "failed", addresses: [], atMs, failure: event.outcome };
		if (event.kind === "malformed") return { kind: "failed", addresses: [], atMs, failure: "malformed" };
		replies.set(event.query.type, event.reply);
	}
	return judge([replies.get("A"), replies.get("AAAA")], atMs);
};

function judge(replies: (Reply | undefined)[], atMs: number): StubResult {
	const known = replies.filter((reply) => reply !== undefined);
	const wrong = known.find((reply) => reply.rcode !== 0 && reply.rcode !== 3);
	if (wrong !== undefined) return { kind: "failed", addresses: [], atMs, failure: failureOf(wrong.rcode) };
	if (known.some((reply) => reply.truncated))
		return { kind: "failed", addresses: [], atMs, failure: "truncated_tcp_fail" };
	const addresses = known.flatMap((reply) => reply.addresses);
	if (addresses.length > 0) return { kind: "found", addresses, atMs };
	return { kind: known.some((reply) => reply.rcode === 3) ? "nxdomain" : "nodata", addresses, atMs };
}
