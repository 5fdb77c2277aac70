import { describe, expect, it } from "vitest";
import { type Plugin, plugin } from "../../src/corefile/ast.ts";
import { type Engine, engineVersion } from "../../src/corefile/engines.ts";
import { checkStarts } from "../../src/corefile/start-check.ts";

const check = (engine: Engine, version: string, ...plugins: Plugin[]) =>
	checkStarts({ blocks: [{ comments: [], keys: [".:53"], plugins }] }, engineVersion(engine, version));

const stale = (...args: string[]) => plugin("cache", [], [["serve_stale", ...args]]);

describe("what an engine would not start with", () => {
	it("is a plugin that node-cache does not hold", () => {
		expect(() => check("node-cache", "1.26.8", plugin("ready"))).toThrow(
			"plugin ready does not exist in node-cache 1.26.8 (CoreDNS 1.13.2)",
		);
		expect(() => check("coredns", "1.13.2", plugin("ready"))).not.toThrow();
	});

	it("is a plugin that nobody knows, even by the name of an object's property", () => {
		expect(() => check("coredns", "1.15.0", plugin("toString"))).toThrow(
			expect.objectContaining({ code: "LDNS402" }),
		);
	});

	it("is an option that is younger than the engine, and says how old it is", () => {
		const younger = plugin("forward", [".", "10.43.0.10"], [["failfast_all_unhealthy_upstreams"]]);
		expect(() => check("node-cache", "1.26.8", younger)).not.toThrow();
		expect(() => check("node-cache", "1.26.4", younger)).toThrow(
			expect.objectContaining({ code: "LDNS403", reason: "it came with CoreDNS 1.12.1" }),
		);
	});

	it("is an option that does not exist at all", () => {
		expect(() => check("coredns", "1.15.0", plugin("cache", [], [["prefetsch", 1]]))).toThrow(
			expect.objectContaining({ code: "LDNS403", reason: undefined }),
		);
	});

	it.each([
		[["1h"], "1.13.2"],
		[["1h", "immediate"], "1.13.2"],
		[["1h", "verify"], "1.13.2"],
		[["1h", "verify", "350ms"], "1.14.4"],
		[["1h", "immediate", "30s"], "1.14.7"],
		[["1h", "verify", "350ms", "0s"], "1.14.7"],
	])("lets serve_stale %j start from CoreDNS %s on", (args, since) => {
		for (const version of ["1.13.2", "1.14.3", "1.14.4", "1.14.6", "1.14.7", "1.15.0"]) {
			const starts = version >= since;
			const attempt = () => check("coredns", version, stale(...args));
			if (starts) expect(attempt).not.toThrow();
			else expect(attempt).toThrow(expect.objectContaining({ code: "LDNS403" }));
		}
	});

	it("is a plugin that a node-cache image does not hold yet", () => {
		for (const [name, since, before] of [
			["bufsize", "1.22.7", "1.22.6"],
			["timeouts", "1.26.8", "1.26.7"],
		] as const) {
			const options = name === "timeouts" ? ([["read", "5s"]] as const) : [];
			expect(() => check("node-cache", since, plugin(name, [], options))).not.toThrow();
			expect(() => check("node-cache", before, plugin(name, [], options))).toThrow(
				expect.objectContaining({ code: "LDNS402" }),
			);
		}
	});

	it("is a value that no version takes, and says which it does", () => {
		expect(() => check("coredns", "1.15.0", plugin("bufsize", [100]))).toThrow(
			expect.objectContaining({
				code: "LDNS405",
				message: 'bufsize: read "100"; CoreDNS takes int(512..4096)?',
			}),
		);
	});

	it("is a second forward for the CoreDNS of old images", () => {
		const twice = [plugin("forward", [".", "10.43.0.10"]), plugin("forward", ["a.example", "10.43.0.10"])];
		expect(() => check("node-cache", "1.22.13", ...twice)).toThrow(
			expect.objectContaining({ code: "LDNS404" }),
		);
		expect(() => check("node-cache", "1.22.14", ...twice)).not.toThrow();
	});

	it("is a second cache in one block, while a second forward is fine", () => {
		expect(() => check("coredns", "1.15.0", plugin("cache"), plugin("cache"))).toThrow(
			"plugin cache stands twice in block .:53",
		);
		const forward = plugin("forward", [".", "10.43.0.10"]);
		expect(() => check("coredns", "1.15.0", forward, forward)).not.toThrow();
	});
});
