import packet, { type Answer } from "dns-packet";
import { describe, expect, it } from "vitest";
import { decodeReply, encodeQuery, messageId } from "../src/message.ts";

const name = "web.shop.svc.cluster.local.";

function reply(answers: Answer[], flags = 0, additionals: Answer[] = []): Buffer {
	return packet.encode({
		type: "response",
		id: 7,
		flags,
		questions: [{ type: "A", name: name.slice(0, -1), class: "IN" }],
		answers,
		additionals,
	});
}
const read = (message: Buffer) => {
	const decoded = decodeReply(message, name, "A");
	if (decoded.kind !== "reply") throw new Error(decoded.kind);
	return decoded.reply;
};

describe("encodeQuery", () => {
	it("is a recursive question without EDNS, byte by byte", () => {
		expect(encodeQuery(0x1234, "a.example.", "AAAA", false).toString("hex")).toBe(
			"123401000001000000000000" + "0161076578616d706c6500" + "001c0001",
		);
	});

	it("announces 1232 octets with EDNS, not the codec's 4096", () => {
		const message = encodeQuery(0x1234, "a.example.", "A", true);
		expect(message.subarray(-11).toString("hex")).toBe("00" + "0029" + "04d0" + "00000000" + "0000");
	});
});

describe("decodeReply", () => {
	it("follows a chain of aliases to its end, in any order and letters, and not beyond", () => {
		const answers: Answer[] = [
			{ type: "A", name: "end.example", ttl: 5, data: "192.0.2.2" },
			{ type: "A", name: "END.example", ttl: 5, data: "192.0.2.1" },
			{ type: "A", name: "other.example", ttl: 5, data: "192.0.2.9" },
			{ type: "CNAME", name: "hop.example", ttl: 5, data: "End.example" },
			{ type: "CNAME", name: name.slice(0, -1), ttl: 5, data: "hop.example" },
		];
		expect(read(reply(answers)).addresses).toEqual(["192.0.2.1", "192.0.2.2"]);
	});

	it("ends a loop of aliases", () => {
		const answers: Answer[] = [
			{ type: "CNAME", name: name.slice(0, -1), ttl: 5, data: "hop.example" },
			{ type: "CNAME", name: "hop.example", ttl: 5, data: name.slice(0, -1) },
		];
		expect(read(reply(answers))).toMatchObject({ addresses: [], answerCount: 2 });
	});

	it("puts the extended response code together", () => {
		const opt = {
			type: "OPT",
			name: ".",
			udpPayloadSize: 1232,
			extendedRcode: 1,
			ednsVersion: 0,
			flags: 0,
			flag_do: false,
			options: [],
		};
		// BADVERS is 16: the upper bits stand in the OPT record.
		expect(read(reply([], packet.RECURSION_AVAILABLE, [opt as never])).rcode).toBe(16);
	});

	it("takes a refusal that does not repeat the question", () => {
		const bare = Buffer.from("000780050000000000000000", "hex");
		expect(read(bare).rcode).toBe(5);
		const bareSuccess = Buffer.from("000780000000000000000000", "hex");
		expect(decodeReply(bareSuccess, name, "A").kind).toBe("stray");
	});

	it("knows an empty answer that leads nowhere", () => {
		expect(read(reply([])).lame).toBe(true);
		expect(read(reply([], packet.AUTHORITATIVE_ANSWER)).lame).toBe(false);
		expect(read(reply([], packet.RECURSION_AVAILABLE)).lame).toBe(false);
	});

	it("never throws on a message that breaks off or is bent", () => {
		const whole = reply([{ type: "A", name: name.slice(0, -1), ttl: 5, data: "192.0.2.1" }]);
		for (let length = 0; length < whole.length; length++) {
			expect(decodeReply(whole.subarray(0, length), name, "A").kind).not.toBe("reply");
		}
		for (let at = 0; at < whole.length; at++) {
			for (const value of [0x00, 0x3f, 0xc0, 0xff]) {
				const bent = Buffer.from(whole);
				bent[at] = value;
				expect(["reply", "stray", "malformed"]).toContain(decodeReply(bent, name, "A").kind);
			}
		}
	});

	it("reads no ID from less than two octets", () => {
		expect(messageId(Buffer.alloc(1))).toBeUndefined();
		expect(messageId(Buffer.from([1, 2]))).toBe(0x0102);
	});
});
