import { Writable } from "node:stream";
import {
	createRandom,
	longestChunkLine,
	type ProbeChunk,
	type ProbeSummary,
	type Sample,
} from "@localdns/core/measure";
import { describe, expect, it, vi } from "vitest";
import { ChunkRecorder } from "../src/chunk-recorder.ts";
import { readLines } from "./servers/read-chunks.ts";

const random = createRandom(3);
const hex = (digits: number) =>
	Array.from({ length: digits }, () => Math.floor(random.next() * 16).toString(16)).join("");
const sample = (tuple: number): Sample => ({
	kind: "sample",
	node: "far",
	arm: "direct",
	workload: "cold",
	tuple,
	name: `${hex(40)}.cluster.local.`,
	form: "absolute",
	intendedMs: tuple * 10,
	latenessMs: random.next(),
	latencyMs: random.next() * 100,
	outcome: "ok",
	gaveUp: false,
	addresses: [],
	nxdomain: true,
	attempts: [],
});
const summary: ProbeSummary = {
	kind: "summary",
	node: "far",
	arms: ["direct"],
	floorMs: Array.from({ length: 50_000 }, () => random.next()),
	planned: 3000,
	stray: 0,
	cpuSeconds: 1,
	maxRssBytes: 1,
};

function collector() {
	const lines: string[] = [];
	const out = new Writable({
		write(piece: Buffer, _encoding, done) {
			lines.push(...String(piece).split("\n").slice(0, -1));
			done();
		},
	});
	return { lines, out };
}

describe("ChunkRecorder", () => {
	it("cuts what does not compress into lines that no container runtime splits, and loses nothing", async () => {
		const { lines, out } = collector();
		const recorder = new ChunkRecorder(out, () => 1000, { run: "r", node: "far" });
		const samples = Array.from({ length: 3000 }, (_, tuple) => sample(tuple));
		for (const each of samples) recorder.put(each);
		recorder.put(summary);
		await recorder.end();
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(longestChunkLine);
		const { reader, records } = await readLines(lines);
		expect(reader.missing()).toEqual([]);
		expect(reader.hasLast).toBe(true);
		expect(records.slice(0, -1)).toEqual(samples);
		expect((records.at(-1) as ProbeSummary).floorMs.length).toBeLessThanOrEqual(100);
		const flags = lines.map((line) => (JSON.parse(line) as ProbeChunk).last);
		expect(flags.filter((each) => each === true)).toHaveLength(1);
		expect(flags.at(-1)).toBe(true);
	});

	it("fills its lines, whatever pace records come at", async () => {
		const { lines, out } = collector();
		const recorder = new ChunkRecorder(out, () => 1000, { run: "r", node: "far" });
		for (let round = 0; round < 6; round++) {
			for (let i = 0; i < 200; i++) recorder.put(sample(round * 200 + i));
			await new Promise((resolve) => setTimeout(resolve, 300));
		}
		await recorder.end();
		const fill = lines.slice(2, -1).map((line) => line.length / longestChunkLine);
		expect(Math.min(...fill)).toBeGreaterThan(0.4);
	});

	it("writes one record that is too long for a line all the same", async () => {
		const { lines, out } = collector();
		const recorder = new ChunkRecorder(out, () => 1000, { run: "r", node: "far" });
		const huge = { ...sample(1), name: hex(60_000) };
		recorder.put(sample(0));
		recorder.put(huge);
		await recorder.end();
		expect((await readLines(lines)).records.at(-1)).toEqual(huge);
	});

	it("keeps still while a planned instant is near", async () => {
		const { lines, out } = collector();
		let isNear = true;
		const recorder = new ChunkRecorder(out, () => (isNear ? 2 : 1000), { run: "r", node: "far" });
		for (let i = 0; i < 1000; i++) recorder.put(sample(i));
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(lines).toEqual([]);
		isNear = false;
		await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0), 5000);
		await recorder.end();
	});

	it("ends when nobody reads any more", async () => {
		const out = new Writable({
			write(_piece, _encoding, done) {
				done(new Error("EPIPE"));
			},
		});
		const recorder = new ChunkRecorder(out, () => 1000, { run: "r", node: "far" });
		for (let i = 0; i < 1000; i++) recorder.put(sample(i));
		await recorder.end();
		recorder.put(sample(1));
		expect(out.destroyed).toBe(true);
	});
});
