// The probe's socket and codec without its schedule: as many queries as `--in-flight` allows, one after
// another. For the benchmark suite only, where it stands beside dnsperf; nobody's DNS is measured with it.
import { createSocket } from "node:dgram";
import { parseArgs } from "node:util";
import { encodeQuery, messageId } from "./message.ts";
import { parseServerAddress } from "./server-address.ts";

/** What one unpaced run found, as one line of JSON on stdout. */
export interface UnpacedResult {
	answered: number;
	lost: number;
	perSecond: number;
	p50Ms: number;
	meanMs: number;
}

/** A query without an answer frees its place after this, as in dnsperf. */
const lostAfterMs = 5000;
const idCount = 0x10000;

async function run(
	server: string,
	names: string[],
	inFlight: number,
	durationMs: number,
): Promise<UnpacedResult> {
	const { host, port } = parseServerAddress(server);
	const templates = names.map((name) => encodeQuery(0, name, "A", false));
	// One buffer per place in flight: it is written anew only after its answer came, so the kernel has it.
	const places = Array.from({ length: inFlight }, () => ({
		message: Buffer.alloc(0) as Buffer,
		sentAtMs: Number.NaN,
	}));
	const placeOf = new Uint16Array(idCount);
	let latencies = new Float64Array(1 << 16);
	let answered = 0;
	let lost = 0;
	let id = 0;
	const buffers = places.map(() => templates.map((template) => Buffer.from(template)));
	const socket = createSocket({ type: "udp4", recvBufferSize: 1 << 20, sendBufferSize: 1 << 20 });
	socket.on("error", () => {});
	await new Promise<void>((resolve) => socket.connect(port, host, () => resolve()));

	const beganAtMs = performance.now();
	const endsAtMs = beganAtMs + durationMs;
	const send = (place: number): void => {
		id = (id + 1) % idCount;
		const message = (buffers[place] as Buffer[])[id % templates.length] as Buffer;
		message[0] = id >> 8;
		message[1] = id & 0xff;
		placeOf[id] = place;
		const each = places[place] as (typeof places)[number];
		each.message = message;
		each.sentAtMs = performance.now();
		socket.send(message);
	};
	const freed: number[] = [];
	const sendFreed = (): void => {
		for (const place of freed) send(place);
		freed.length = 0;
	};
	socket.on("message", (message) => {
		const atMs = performance.now();
		const place = placeOf[messageId(message) ?? 0] as number;
		const each = places[place] as (typeof places)[number];
		const { message: asked, sentAtMs } = each;
		// The ID and the question must be those that were asked.
		if (Number.isNaN(sentAtMs) || message[0] !== asked[0] || message[1] !== asked[1]) return;
		if (message.compare(asked, 12, asked.length, 12, asked.length) !== 0) return;
		if (answered === latencies.length) {
			const larger = new Float64Array(2 * answered);
			larger.set(latencies);
			latencies = larger;
		}
		each.sentAtMs = Number.NaN;
		latencies[answered] = atMs - sentAtMs;
		answered += 1;
		// Replies come in bursts, up to 32 in a turn of the event loop: all are taken before the next questions leave.
		if (atMs < endsAtMs && freed.push(place) === 1) setImmediate(sendFreed);
	});
	const sweep = setInterval(() => {
		const now = performance.now();
		for (const [place, { sentAtMs }] of places.entries()) {
			if (!(now - sentAtMs > lostAfterMs)) continue;
			lost += 1;
			if (now < endsAtMs) send(place);
		}
	}, 1000);
	for (let place = 0; place < inFlight; place++) send(place);
	await new Promise((resolve) => setTimeout(resolve, durationMs));
	const tookMs = performance.now() - beganAtMs;
	const inTime = answered;
	clearInterval(sweep);
	socket.close();
	const sorted = latencies.subarray(0, inTime).sort();
	return {
		answered: inTime,
		lost,
		perSecond: inTime / (tookMs / 1000),
		p50Ms: sorted[Math.floor(inTime / 2)] ?? Number.NaN,
		meanMs: sorted.reduce((sum, each) => sum + each, 0) / inTime,
	};
}

const { values } = parseArgs({
	options: {
		server: { type: "string", default: "127.0.0.1:53" },
		name: { type: "string", multiple: true, default: [] },
		"in-flight": { type: "string", default: "1" },
		"duration-ms": { type: "string", default: "1000" },
	},
});
const result = await run(
	values.server,
	values.name,
	Number(values["in-flight"]),
	Number(values["duration-ms"]),
);
process.stdout.write(`${JSON.stringify(result)}\n`);
