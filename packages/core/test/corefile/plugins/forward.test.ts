import { describe, expect, it } from "vitest";
import { forward } from "../../../src/corefile/plugins/forward.ts";

describe("the forward plugin", () => {
	it("has no options unless they are asked for", () => {
		expect(forward({ from: ".", to: ["10.43.0.10"] }).options).toEqual([]);
	});

	it("writes 0 failures, which means never down", () => {
		const { options } = forward({
			from: ".",
			to: ["10.43.0.10"],
			forceTcp: true,
			maxFails: 0,
			maxConcurrent: 1000,
		});
		expect(options.map(({ name, args }) => [name, ...args].join(" "))).toEqual([
			"force_tcp",
			"max_fails 0",
			"max_concurrent 1000",
		]);
	});

	it.each([[0], [16]])("refuses %d upstreams", (count) => {
		const to = Array.from({ length: count }, (_, index) => `192.0.2.${index + 1}`);
		expect(() => forward({ from: ".", to })).toThrow(expect.objectContaining({ code: "LDNS405" }));
	});
});
