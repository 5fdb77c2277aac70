import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import packet, { type Answer } from "dns-packet";

/** A question as it came in. */
export interface HeardQuestion {
	id: number;
	name: string;
	type: string;
	port: number;
	atMs: number;
	edns: boolean;
	/** How often this name and type came before. */
	before: number;
	/** The datagram itself. */
	message: Buffer;
}

/** What the responder does about a question; nothing is silence. */
export interface Reaction {
	delayMs?: number;
	rcode?: number;
	answers?: Answer[];
	truncated?: boolean;
	/** Sent in place of a well-formed reply. */
	bytes?: (question: HeardQuestion) => Buffer[];
}

/** Faults that CoreDNS cannot be made to show: a responder that does as it is told. */
export class ScriptedResponder {
	readonly heard: HeardQuestion[] = [];
	script: (question: HeardQuestion) => Reaction | undefined = () => undefined;
	readonly #socket: Socket;
	#open = true;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.on("message", (message, from) => this.#react(message, from));
	}

	static async open(address = "127.0.0.1", port = 0): Promise<ScriptedResponder> {
		const socket = createSocket("udp4");
		await new Promise<void>((resolve, reject) => {
			socket.once("error", reject);
			socket.bind(port, address, resolve);
		});
		return new ScriptedResponder(socket);
	}

	get address(): string {
		const { address, port } = this.#socket.address();
		return `${address}:${port}`;
	}

	close(): void {
		this.#open = false;
		this.#socket.close();
	}

	#react(message: Buffer, from: RemoteInfo): void {
		const query = packet.decode(message);
		const [asked] = query.questions ?? [];
		if (asked === undefined) return;
		const question: HeardQuestion = {
			id: query.id ?? 0,
			name: asked.name,
			type: asked.type,
			port: from.port,
			atMs: performance.now(),
			edns: (query.additionals ?? []).length > 0,
			before: this.heard.filter((each) => each.name === asked.name && each.type === asked.type).length,
			message,
		};
		this.heard.push(question);
		const reaction = this.script(question);
		if (reaction === undefined) return;
		const replies = reaction.bytes?.(question) ?? [reply(question, reaction)];
		const send = (): void => {
			if (!this.#open) return;
			for (const bytes of replies) this.#socket.send(bytes, from.port, from.address);
		};
		if (reaction.delayMs === undefined) send();
		else setTimeout(send, reaction.delayMs);
	}
}

/** A well-formed reply to a question. */
export function reply(question: HeardQuestion, reaction: Reaction): Buffer {
	const bits =
		packet.RECURSION_DESIRED |
		packet.RECURSION_AVAILABLE |
		(reaction.truncated ? packet.TRUNCATED_RESPONSE : 0);
	return packet.encode({
		type: "response",
		id: question.id,
		flags: bits | (reaction.rcode ?? 0),
		questions: [{ type: question.type as "A", name: question.name, class: "IN" }],
		answers: reaction.answers ?? [],
	});
}

/** An address record of the type asked. */
export function addressOf({ name, type }: HeardQuestion): Answer {
	return type === "A"
		? { type: "A", name, ttl: 5, data: "10.43.7.7" }
		: { type: "AAAA", name, ttl: 5, data: "fd00::7" };
}
