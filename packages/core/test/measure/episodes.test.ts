import { describe, expect, it } from "vitest";
import { countEpisodes } from "../../src/measure/episodes.ts";

describe("countEpisodes", () => {
	it("takes failures less than the gap apart for one episode, also in a chain", () => {
		expect(countEpisodes([0, 4_999, 9_998], 5_000)).toBe(1);
	});

	it("begins a new one when the gap has passed", () => {
		expect(countEpisodes([0, 5_000, 5_001, 20_000], 5_000)).toBe(3);
	});

	it("counts none without failures", () => {
		expect(countEpisodes([], 5_000)).toBe(0);
	});
});
