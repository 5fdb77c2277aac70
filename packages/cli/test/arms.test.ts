import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import { parseArms } from "../src/arms.ts";

describe("--arms", () => {
	it("reads ways, the first of which is the baseline", () => {
		expect(parseArms("direct,article,resilient@coredns")).toEqual([
			{ name: "direct", way: { kind: "direct" } },
			{ name: "article", way: { kind: "profile", profile: "article", engine: "node-cache" } },
			{ name: "resilient@coredns", way: { kind: "profile", profile: "resilient", engine: "coredns" } },
		]);
	});

	it("numbers an arm that is named again, so that a run can be held against itself", () => {
		expect(parseArms("direct,direct,direct").map((arm) => arm.name)).toEqual([
			"direct",
			"direct#2",
			"direct#3",
		]);
	});

	it("does not tell the default engine from the unsaid one", () => {
		expect(parseArms("resilient@node-cache,resilient").map((arm) => arm.name)).toEqual([
			"resilient",
			"resilient#2",
		]);
	});

	it("keeps the path of a Corefile as it was written", () => {
		expect(parseArms("direct,file:./my corefile@coredns")[1]).toEqual({
			name: "file:./my corefile@coredns",
			way: { kind: "file", path: "./my corefile", engine: "coredns" },
		});
	});

	it("takes an @ in a path for what it is", () => {
		expect(parseArms("direct,file:conf@home/Corefile")[1]?.way).toEqual({
			kind: "file",
			path: "conf@home/Corefile",
			engine: "node-cache",
		});
	});

	it.each([
		["direct", "2 to 6 arms"],
		["direct,fast", 'read "fast"'],
		["direct,resilient@bind", "@node-cache or @coredns"],
		["direct@coredns,resilient", "direct without an engine"],
		["direct,file:", "file:PATH"],
		["direct,", 'read ""'],
		["direct,direct,direct,direct,direct,direct,direct", "2 to 6 arms"],
	])("refuses %j and says what is allowed", (text, expected) => {
		const attempt = () => parseArms(text);
		expect(attempt).toThrow(LocaldnsError);
		expect(attempt).toThrow(expected);
		expect(attempt).toThrow("--arms");
	});
});
