import packet from "dns-packet";
import type { Bench } from "tinybench";
import { decodeReply, encodeQuery } from "../src/message.ts";

const name = "web.shop.svc.cluster.local.";

/**
 * The codec of the probe, and beside it what it stands on: dns-packet alone, and the least that any codec
 * could do, which is to patch the ID of a ready message.
 */
export function addMessageTasks(bench: Bench): void {
	const template = encodeQuery(0, name, "A", false);
	const reply = packet.encode({
		type: "response",
		id: 7,
		flags: packet.AUTHORITATIVE_ANSWER,
		questions: [{ type: "A", name: name.slice(0, -1), class: "IN" }],
		answers: [
			{ type: "CNAME", name: name.slice(0, -1), ttl: 5, data: "front.shop.svc.cluster.local" },
			{ type: "A", name: "front.shop.svc.cluster.local", ttl: 5, data: "10.43.7.7" },
		],
	});
	let id = 0;
	const nextId = (): number => {
		id = (id + 1) & 0xffff;
		return id;
	};
	bench
		.add("message: encode a query", () => {
			encodeQuery(nextId(), name, "A", false);
		})
		.add("message: patch the ID of a ready query (lower bound)", () => {
			Buffer.from(template).writeUInt16BE(nextId(), 0);
		})
		.add("message: decode and judge a reply", () => {
			decodeReply(reply, name, "A");
		})
		.add("message: decode a reply with dns-packet alone (peer)", () => {
			packet.decode(reply);
		});
}
