import { describe, expect, it } from "vitest";
import { atLeast, engineVersion } from "../../src/corefile/engines.ts";

describe("an engine's version", () => {
	it.each([
		["node-cache", "1.26.4", "1.11.3"],
		["node-cache", "1.26.8", "1.13.2"],
		["node-cache", undefined, "1.13.2"],
		["node-cache", "1.22.0", "1.7.0"],
		["node-cache", "1.22.13", "1.7.0"],
		["node-cache", "1.22.28", "1.10.0"],
		["node-cache", "1.23.1", "1.10.0"],
		["node-cache", "1.24.0", "1.11.3"],
		["node-cache", "1.26.5", "1.12.2"],
		["node-cache", "1.26.7", "1.13.1"],
		["coredns", "1.11.0", "1.11.0"],
		["coredns", "v1.14.6", "1.14.6"],
		["coredns", undefined, "1.15.0"],
	] as const)("of %s %s holds CoreDNS %s", (engine, version, coreDns) => {
		expect(engineVersion(engine, version).coreDns).toBe(coreDns);
	});

	it.each([
		["node-cache", "1.13.2"],
		["node-cache", "constructor"],
		["node-cache", "1.21.4"],
		["node-cache", "1.22.29"],
		["node-cache", "1.26.9"],
		["node-cache", "1.26.08"],
		["coredns", "1.12.5"],
		["coredns", "1.10.1"],
		["coredns", "1.15.1"],
		["coredns", "1.15"],
		["coredns", "latest"],
	] as const)("of %s %s is refused, because nothing is known about it", (engine, version) => {
		expect(() => engineVersion(engine, version)).toThrow(expect.objectContaining({ code: "LDNS401" }));
	});

	it("compares number by number, not letter by letter", () => {
		expect(atLeast("1.14.10", "1.14.9")).toBe(true);
		expect(atLeast("1.9.3", "1.14.0")).toBe(false);
		expect(atLeast("1.14.4", "1.14.4")).toBe(true);
		expect(atLeast("2.0.0", "1.99.99")).toBe(true);
	});
});
