// Two small processes that prove the link: `reflect ADDRESS` sends every datagram back, and
// `send ADDRESS PER-SECOND DURATION-MS WAIT-MS` sends numbered ones and prints what came back, as one line of JSON.
import { createSocket } from "node:dgram";
import type { EchoResult } from "./proof.ts";
import { echoPort } from "./relay-protocol.ts";

const [role, address = "", perSecond = "", durationMs = "", waitMs = ""] = process.argv.slice(2);
const socket = createSocket("udp4");

function reflect(): void {
	socket.on("message", (message, from) => socket.send(message, from.port, from.address));
	socket.bind(echoPort, address, () => process.stdout.write("ready\n"));
}

function send(): void {
	const planned = Math.round((Number(perSecond) * Number(durationMs)) / 1000);
	const sentMs: number[] = [];
	const rttMs = new Map<number, number>();
	socket.on("message", (message) => {
		const number = message.readUInt32BE(0);
		rttMs.set(number, performance.now() - (sentMs[number] as number));
	});
	socket.connect(echoPort, address, () => {
		const beganMs = performance.now();
		// Several may be due when a timer fires late: the count is what was planned, whatever the machine does.
		const timer = setInterval(() => {
			const due = Math.min(planned, Math.floor(((performance.now() - beganMs) * Number(perSecond)) / 1000));
			while (sentMs.length < due) {
				const message = Buffer.alloc(64);
				message.writeUInt32BE(sentMs.length);
				sentMs.push(performance.now());
				socket.send(message);
			}
			if (sentMs.length < planned) return;
			clearInterval(timer);
			setTimeout(finish, Number(waitMs));
		}, 5);
	});
	function finish(): void {
		const result: EchoResult = { sent: sentMs.length, rttMs: [...rttMs.values()] };
		process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
	}
}

if (role === "reflect") reflect();
else send();
