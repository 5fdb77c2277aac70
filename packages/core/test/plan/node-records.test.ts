import { describe, expect, it } from "vitest";
import { type NodeRecord, parseNodeRecords, printNodeRecord } from "../../src/plan/index.ts";

const record: NodeRecord = {
	state: "turned",
	addresses: ["169.254.20.10"],
	turningAt: "2026-01-01T00:00:00Z",
	turnedAt: "2026-01-01T00:01:00Z",
};

describe("records of nodes", () => {
	it("are read as they were printed", () => {
		expect([...parseNodeRecords({ "a.example": printNodeRecord(record) })]).toEqual([["a.example", record]]);
		expect(parseNodeRecords(undefined).size).toBe(0);
	});

	it.each([
		["no JSON", "{"],
		["no object", "null"],
		["another state", JSON.stringify({ ...record, state: "lost" })],
		["no addresses", JSON.stringify({ ...record, addresses: "169.254.20.10" })],
		["no time", JSON.stringify({ ...record, turnedAt: "yesterday" })],
	])("are left out where they are %s", (_, text) => {
		expect(parseNodeRecords({ a: text, b: printNodeRecord(record) }).size).toBe(1);
	});
});
