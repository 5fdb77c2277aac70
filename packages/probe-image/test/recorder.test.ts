import { Writable } from "node:stream";
import type { ProbeHello } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { Recorder } from "../src/recorder.ts";

const hello: ProbeHello = {
	kind: "hello",
	node: "here",
	arms: [],
	nodeVersion: "",
	search: [],
	ndots: 1,
	nameservers: [],
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes each chunk when it is told to. */
function slowReader(highWaterMark: number) {
	const chunks: string[] = [];
	const waiting: (() => void)[] = [];
	const stream = new Writable({
		highWaterMark,
		decodeStrings: false,
		write(chunk: string, _encoding, done) {
			chunks.push(chunk);
			waiting.push(done);
		},
	});
	return { stream, chunks, takeOne: () => waiting.shift()?.() };
}

describe("Recorder", () => {
	it("writes in batches, not one by one", async () => {
		const { stream, chunks } = slowReader(1e6);
		const recorder = new Recorder(stream, () => 1000);
		for (let i = 0; i < 5; i++) recorder.put(hello);
		await wait(400);
		expect(chunks).toHaveLength(1);
		expect(chunks[0]?.split("\n")).toHaveLength(6);
	});

	it("keeps still while a planned instant is near", async () => {
		const { stream, chunks } = slowReader(1e6);
		let near = true;
		const recorder = new Recorder(stream, () => (near ? 2 : 1000));
		recorder.put(hello);
		await wait(400);
		expect(chunks).toEqual([]);
		near = false;
		await wait(50);
		expect(chunks).toHaveLength(1);
	});

	it("waits for a slow reader and loses nothing", async () => {
		const { stream, chunks, takeOne } = slowReader(1);
		const recorder = new Recorder(stream, () => 1000);
		recorder.put(hello);
		await wait(350);
		for (let i = 0; i < 3; i++) recorder.put(hello);
		await wait(350);
		expect(chunks).toHaveLength(1);
		takeOne();
		await wait(50);
		expect(chunks).toHaveLength(2);
		takeOne();
		await recorder.end();
		expect(chunks.join("").trim().split("\n")).toHaveLength(4);
	});
});
