import { setTimeout as sleep } from "node:timers/promises";
import { type ResolvConf, searchList } from "@localdns/core/dns";
import { type Answer, isConclusive, type VerificationQuestion } from "@localdns/core/verification";
import type { Reply } from "../message.ts";
import type { ServerAddress } from "../server-address.ts";
import { askOverTcp, askOverUdp, type Heard, type WireQuestion } from "./ask-once.ts";

/** Five tries a second apart: at a tenth of all exchanges lost, one question in a hundred thousand stays without an answer. */
const udp = { tries: 5, intervalMs: 1000 };
/** Long enough for a handshake whose first packet was lost, which is sent again after a second (RFC 6298). */
const tcp = { tries: 3, timeoutMs: 3000 };
/** A server that says SERVFAIL is asked again: it may have lost its own question. */
const roundsAfterFailure = 3;
const betweenRoundsMs = 500;

const names: Readonly<Record<number, string>> = { 1: "FORMERR", 2: "SERVFAIL", 4: "NOTIMP", 5: "REFUSED" };

const answerOf = (reply: Reply): Answer => {
	if (reply.rcode === 3) return { is: "nxdomain" };
	if (reply.rcode !== 0) return { is: "rcode", rcode: names[reply.rcode] ?? `response code ${reply.rcode}` };
	return reply.addresses.length > 0 ? { is: "data", data: [...new Set(reply.addresses)] } : { is: "nodata" };
};

/**
 * Asks a question of one server as a stub with patience would: lost packets are sent again, truncated replies are asked for
 * over TCP, names without a final dot go through the search list.
 */
export async function askPatiently(
	server: ServerAddress,
	question: VerificationQuestion,
	conf: ResolvConf,
	signal: AbortSignal,
): Promise<Answer> {
	let last: Answer = { is: "nxdomain" };
	for (const { name } of searchList(question.name, conf, "glibc")) {
		const answer = await askName(server, { ...question, name }, signal);
		// Where the server is silent it is so for every candidate.
		if (answer.is === "data" || answer.is === "none") return answer;
		// As glibc: that a name exists without this record outlives that others do not exist.
		if (last.is === "nxdomain") last = answer;
	}
	return last;
}

async function askName(
	server: ServerAddress,
	question: VerificationQuestion,
	signal: AbortSignal,
): Promise<Answer> {
	for (let round = 1; ; round += 1) {
		const heard = await hear(server, question, signal);
		const answer: Answer = "reply" in heard ? answerOf(heard.reply) : { is: "none", why: heard.why };
		if (isConclusive(answer) || answer.is === "none" || round === roundsAfterFailure || signal.aborted)
			return answer;
		await sleep(betweenRoundsMs);
	}
}

async function hear(
	server: ServerAddress,
	question: VerificationQuestion,
	signal: AbortSignal,
): Promise<Heard> {
	const { name, type, edns, transport } = question;
	const wire: WireQuestion = { name, type, edns };
	if (transport === "udp") {
		const heard = await askOverUdp(server, wire, { ...udp, signal });
		if (!("reply" in heard) || !heard.reply.truncated) return heard;
	}
	let heard: Heard = { why: "no answer over TCP" };
	for (let tries = 0; tries < tcp.tries && !signal.aborted; tries += 1) {
		heard = await askOverTcp(server, wire, { timeoutMs: tcp.timeoutMs, signal });
		if ("reply" in heard) return heard;
		if (heard.why === "connection refused") await sleep(betweenRoundsMs);
	}
	return heard;
}
