import { describe, expect, it } from "vitest";
import { namesOfPattern } from "../../src/cluster-dns/name-pattern.ts";

describe("the names that a pattern can match", () => {
	it.each([
		["(.*)\\.corp\\.example\\.$", "corp.example", false],
		["^db-\\d+\\.Nodes\\.example\\.$", "nodes.example", false],
		["(.*)\\.corp\\.example\\.", "corp.example", true],
		["(.*)\\.corp\\.example", "corp.example", true],
		["(.*)\\.corp\\.example$", "corp.example", true],
		["a\\.example\\.$|b\\.test\\.$", "test", true],
		["(.*)\\.corp.example\\.$", undefined, true],
		["(.*)\\.(corp|dev)\\.example\\.$", "example", true],
		["corp", undefined, true],
		["corp\\.$", undefined, true],
		[".*", undefined, true],
		["", undefined, true],
	])("%s", (pattern, zone, beyond) => {
		expect(namesOfPattern(pattern)).toEqual({ zone, beyond });
	});

	it("are found in linear time", () => {
		const begin = performance.now();
		namesOfPattern(`(${"a\\.".repeat(300_000)}!`);
		namesOfPattern(`${"a\\.".repeat(300_000)}$`);
		expect(performance.now() - begin).toBeLessThan(2000);
	});
});
