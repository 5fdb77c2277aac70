import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkReader, type ProbeChunk, type ProbeRecord } from "../../src/measure/index.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const newReader = () =>
	new ChunkReader({
		sha256,
		inflate: async (base64) => gunzipSync(Buffer.from(base64, "base64")).toString("utf8"),
	});
/** Records are told apart by one field; a reader looks at none of them. */
const record = (tuple: number) => ({ kind: "sample", tuple }) as unknown as ProbeRecord;
const perChunk = 3;
const recordsOf = (number: number) =>
	Array.from({ length: perChunk }, (_, i) => record(number * perChunk + i));

function chunk(number: number, change: Partial<ProbeChunk> = {}): string {
	const text = recordsOf(number)
		.map((each) => `${JSON.stringify(each)}\n`)
		.join("");
	const whole: ProbeChunk = {
		kind: "chunk",
		run: "r",
		node: "far",
		number,
		records: perChunk,
		sha256: sha256(text),
		data: gzipSync(text).toString("base64"),
		...change,
	};
	return JSON.stringify(whole);
}
const log = (chunks: number) =>
	Array.from({ length: chunks }, (_, number) => chunk(number, number === chunks - 1 ? { last: true } : {}));

async function readAll(lines: readonly string[]) {
	const reader = newReader();
	const records: ProbeRecord[] = [];
	for (const line of lines) records.push(...(await reader.take(line)));
	return { reader, records };
}

describe("ChunkReader", () => {
	it("hands on every record of a whole log, and knows that it is whole", async () => {
		const { reader, records } = await readAll(log(4));
		expect(records).toEqual([0, 1, 2, 3].flatMap(recordsOf));
		expect({ last: reader.hasLast, missing: reader.missing(), damaged: reader.damaged }).toEqual({
			last: true,
			missing: [],
			damaged: 0,
		});
	});

	it("counts a chunk once that comes again while it is opened", async () => {
		const reader = newReader();
		const taken = await Promise.all([reader.take(chunk(0)), reader.take(chunk(0))]);
		expect(taken.flat()).toEqual(recordsOf(0));
	});

	it("counts each chunk once, in whatever order and however often lines come, and names what never came", async () => {
		const count = 12;
		const lines = log(count);
		const numbers = fc.array(fc.integer({ min: 0, max: count - 1 }), { maxLength: 40 });
		await fc.assert(
			fc.asyncProperty(numbers, async (order) => {
				const { reader, records } = await readAll(order.map((number) => lines[number] as string));
				const came = new Set(order);
				expect(records).toEqual([...came].flatMap(recordsOf));
				const highest = Math.max(-1, ...came);
				expect(reader.missing()).toEqual(
					Array.from({ length: highest + 1 }, (_, number) => number).filter((number) => !came.has(number)),
				);
				expect(reader.hasLast).toBe(came.has(count - 1));
			}),
			{ numRuns: 100, seed: 1 },
		);
	});

	it("hands on nothing of a line that was cut anywhere, and takes it whole when it comes again", async () => {
		const line = chunk(0);
		for (let at = 16; at < line.length; at += 1) {
			const { reader, records } = await readAll([line.slice(0, at)]);
			expect(records).toEqual([]);
			expect(reader.damaged).toBe(1);
			expect(await reader.take(line)).toEqual(recordsOf(0));
		}
		const { reader, records } = await readAll([line.slice(40)]);
		expect(records).toEqual([]);
		expect(reader).toMatchObject({ damaged: 1, lastWords: undefined });
	});

	it.each<[string, Partial<Record<keyof ProbeChunk, unknown>>]>([
		["a sum that is wrong", { sha256: sha256("") }],
		["no sum", { sha256: undefined }],
		["records that are missing", { records: 4 }],
		["data that is no base64", { data: "%%%" }],
		["data that is no text", { data: 7 }],
		["data of another compression", { data: "aGVsbG8=" }],
		["a number below zero", { number: -1 }],
		["a number that is none", { number: "1" }],
		["a number beyond all bounds", { number: 1e12 }],
	])("takes a chunk with %s for damaged", async (_what, change) => {
		const { reader, records } = await readAll([chunk(1, change as Partial<ProbeChunk>)]);
		expect(records).toEqual([]);
		expect(reader.damaged).toBe(1);
		expect(reader.missing()).toEqual([]);
	});

	it("takes text whose sum is right and that is no records for damaged", async () => {
		const text = "1\n2\n3\n";
		const data = gzipSync(text).toString("base64");
		expect((await readAll([chunk(0, { data, sha256: sha256(text) })])).reader.damaged).toBe(1);
	});

	it("keeps the first line of readiness, and passes over one that lacks what it is for", async () => {
		const ready = { kind: "ready", run: "r", node: "far", nodeVersion: "v24.0.0", atEpochMs: 7 };
		const { reader } = await readAll([
			JSON.stringify({ ...ready, atEpochMs: "now" }),
			JSON.stringify(ready),
			JSON.stringify({ ...ready, atEpochMs: 8 }),
		]);
		expect(reader.ready).toEqual(ready);
	});

	it("tells the last words that are none of a probe's", async () => {
		const { reader } = await readAll(["error LDNS301: the plan is not JSON", "", "  "]);
		expect(reader.lastWords).toBe("error LDNS301: the plan is not JSON");
		expect(reader.damaged).toBe(0);
	});

	it("never throws, whatever a line holds", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.string().map((text) => `{"kind":"chunk"${text}`),
				),
				async (line) => {
					const reader = newReader();
					expect(await reader.take(line)).toEqual([]);
				},
			),
			{ numRuns: 500, seed: 1 },
		);
	});
});
