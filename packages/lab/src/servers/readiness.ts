import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { inPlace, type Place } from "../network/place.ts";
import { deathOf, type LabProcess, startProcess } from "../process/lab-process.ts";

export interface Question {
	/** Absolute name with the final dot. */
	name: string;
	type: "SOA" | "TXT";
}

const typeCodes = { SOA: 6, TXT: 16 };
const id = 0x4c44;
const tryMs = 400;
const startMs = 10_000;

/** One question with recursion desired (RFC 1035, section 4). */
function encode({ name, type }: Question): Buffer {
	const labels = name.split(".").filter((label) => label !== "");
	const header = Buffer.from([id >> 8, id & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
	const qname = labels.map((label) =>
		Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "ascii")]),
	);
	return Buffer.concat([header, ...qname, Buffer.from([0, 0, typeCodes[type], 0, 1])]);
}

const isReply = (message: Buffer): boolean =>
	message.length >= 12 && message.readUInt16BE(0) === id && ((message[2] ?? 0) & 0x80) !== 0;

/** Asks once from a place. Resolves with whether a reply came in time. */
async function ask(place: Place, server: string, question: Question): Promise<boolean> {
	const socat = startProcess(
		"a question",
		inPlace(place, ["socat", "-t", "1", "-", `UDP4:${server}:53`]),
		"own",
	);
	const reply = new Promise<boolean>((resolve) =>
		socat.stdout.once("data", (message: Buffer) => resolve(isReply(message))),
	);
	socat.stdin.write(encode(question));
	const answered = await Promise.race([reply, socat.ended.then(() => false), sleep(tryMs, false)]);
	await socat.stop();
	return answered;
}

/**
 * Waits until a server answers a question that is asked from this place, the whole way that a client's
 * would go.
 * @throws LocaldnsError LDNS203 when the server ends, or after ten seconds
 */
export async function waitUntilAnswers(
	server: LabProcess,
	place: Place,
	address: string,
	question: Question,
): Promise<void> {
	const deadline = Date.now() + startMs;
	let ending: string | undefined;
	void server.ended.then((how) => {
		ending = how;
	});
	while (!(await ask(place, address, question))) {
		if (ending !== undefined) throw deathOf(server, ending, "LDNS203");
		if (Date.now() > deadline) throw silent(server, question);
		await sleep(20);
	}
}

function silent(server: LabProcess, { name, type }: Question): LocaldnsError {
	const words = server.lastWords();
	return new LocaldnsError(
		"LDNS203",
		`${server.name} did not answer ${name} ${type} within ${startMs / 1000} s`,
		{
			reason: words === "" ? "it said nothing" : `its last words: ${words}`,
		},
	);
}
