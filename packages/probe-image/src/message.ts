import packet, { type Answer, type DecodedPacket, type OptAnswer } from "dns-packet";

/** The types of an address, which the stubs ask. */
export type QuestionType = "A" | "AAAA";

/** The only types that are asked at all: the codec turns a type that it does not know into type 0 without a word. */
export type RecordType = QuestionType | "PTR";

/** A datagram that no client of today exceeds without fragments (DNS flag day 2020); go announces it. */
const ednsSize = 1232;
const headerSize = 12;
/** Longest chain of aliases that is followed within one answer. */
const longestChain = 16;

/**
 * A query for one name with recursion desired, as a stub resolver sends it.
 * @param name absolute and valid (see `absoluteName`): the codec would encode an overlong label as garbage
 */
export function encodeQuery(id: number, name: string, type: RecordType, edns: boolean): Buffer {
	return packet.encode({
		type: "query",
		id,
		flags: packet.RECURSION_DESIRED,
		questions: [{ type, name: name.slice(0, -1), class: "IN" }],
		additionals: edns
			? [
					{
						type: "OPT",
						name: ".",
						udpPayloadSize: ednsSize,
						extendedRcode: 0,
						ednsVersion: 0,
						flags: 0,
						flag_do: false,
						options: [],
					},
				]
			: [],
	});
}

/** What the stubs look at in a reply. */
export interface Reply {
	rcode: number;
	truncated: boolean;
	/**
	 * Data of the type asked, at the end of the chain of aliases that begins at the name asked, sorted: addresses, or
	 * for PTR names, absolute and in lower case.
	 */
	addresses: string[];
	/** Records in the answer section. */
	answerCount: number;
	/** Neither an answer nor a hint where to find one: a server that does not serve the name. */
	lame: boolean;
	/** Extended DNS Error info code (RFC 8914). */
	ede?: number;
}

export type Decoded =
	| { kind: "reply"; reply: Reply }
	/** The ID is right, but it answers another question. */
	| { kind: "stray" }
	/** The ID is right, but it cannot be read as a DNS message. */
	| { kind: "malformed" };

/** ID of a message, or undefined for one too short to have any. */
export function messageId(message: Buffer): number | undefined {
	return message.length < 2 ? undefined : message.readUInt16BE(0);
}

/**
 * Reads the reply to one question. Names are compared without case.
 * @param name absolute, lower case, with the final dot
 */
export function decodeReply(message: Buffer, name: string, type: RecordType): Decoded {
	if (message.length < headerSize) return { kind: "malformed" };
	let decoded: DecodedPacket;
	try {
		decoded = packet.decode(message);
	} catch {
		// dns-packet throws on most of what it cannot read (its issues 60 and 84).
		return { kind: "malformed" };
	}
	// Data that breaks off it takes for whole, and reads on behind the end.
	if (packet.decode.bytes > message.length) return { kind: "malformed" };
	const flags = message.readUInt16BE(2);
	const [question, ...more] = decoded.questions ?? [];
	const rcode = (flags & 0xf) | (extendedRcode(decoded) << 4);
	// Some servers refuse without repeating the question; glibc takes that too.
	const bareError = question === undefined && message.length === headerSize && [2, 4, 5].includes(rcode);
	const fits = question !== undefined && more.length === 0 && asks(question, name, type);
	if ((flags & 0x8000) === 0 || !(fits || bareError)) return { kind: "stray" };

	const answers = decoded.answers ?? [];
	const additionals = decoded.additionals ?? [];
	const authoritative = (flags & packet.AUTHORITATIVE_ANSWER) !== 0;
	const recursive = (flags & packet.RECURSION_AVAILABLE) !== 0;
	const ede = extendedError(additionals);
	return {
		kind: "reply",
		reply: {
			rcode,
			truncated: (flags & packet.TRUNCATED_RESPONSE) !== 0,
			addresses: addressesOf(answers, name, type),
			answerCount: answers.length,
			lame: rcode === 0 && answers.length === 0 && !authoritative && !recursive && additionals.length === 0,
			...(ede === undefined ? {} : { ede }),
		},
	};
}

function asks(
	question: { name: string; type: string; class?: string | undefined },
	name: string,
	type: RecordType,
): boolean {
	return question.type === type && question.class === "IN" && absolute(question.name) === name;
}

function absolute(name: string): string {
	return name === "." ? name : `${name.toLowerCase()}.`;
}

function addressesOf(answers: Answer[], name: string, type: RecordType): string[] {
	let owner = name;
	for (let hop = 0; hop < longestChain; hop++) {
		const alias = answers.find((each) => each.type === "CNAME" && absolute(each.name) === owner);
		if (alias?.type !== "CNAME") break;
		owner = absolute(alias.data);
	}
	return answers
		.flatMap((each) => {
			if (each.type !== type || absolute(each.name) !== owner) return [];
			return [type === "PTR" ? absolute(each.data as string) : (each.data as string)];
		})
		.sort();
}

function optOf(additionals: Answer[]): OptAnswer | undefined {
	return additionals.find((each) => each.type === "OPT") as OptAnswer | undefined;
}

/** The codec gives the low four bits of the code only; the rest stands in the OPT record (RFC 6891). */
function extendedRcode(decoded: DecodedPacket): number {
	return optOf(decoded.additionals ?? [])?.extendedRcode ?? 0;
}

/** The codec hands option 15 over as raw bytes. */
function extendedError(additionals: Answer[]): number | undefined {
	const option = optOf(additionals)?.options.find((each) => (each.code as unknown) === 15) as
		| { data?: Buffer }
		| undefined;
	return option?.data !== undefined && option.data.length >= 2 ? option.data.readUInt16BE(0) : undefined;
}
