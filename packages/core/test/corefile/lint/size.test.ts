import { describe, expect, it } from "vitest";
import { lintCorefile } from "../../../src/corefile/lint/lint-corefile.ts";

const lines = (count: number, line: (index: number) => string): string =>
	Array.from({ length: count }, (_, index) => line(index)).join("");

const address = (index: number): string => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

/** A linear reading takes about a second; one that holds every block against every other took minutes. */
describe("linting takes time that grows with the Corefile's length", { timeout: 15_000 }, () => {
	it.each([
		["server blocks", lines(20_000, (n) => `z${n}.example {\nbind 169.254.20.10\nforward . 10.43.0.10\n}\n`)],
		["forwards of one block", `. {\n${lines(30_000, (n) => `forward z${n}.example 10.43.0.10\n`)}}\n`],
		[
			"keys and addresses of one block",
			`${lines(20_000, (n) => `z${n}.example `)}{\nbind ${lines(20_000, (n) => `${address(n)} `)}\n}\n`,
		],
		["labels of one zone", `${"a.".repeat(200_000)} {\nforward . 10.43.0.10\n}\n`],
	])("of many %s", (_, text) => {
		const started = performance.now();
		expect(lintCorefile(text).findings.length).toBeGreaterThan(0);
		expect(performance.now() - started).toBeLessThan(10_000);
	});
});
