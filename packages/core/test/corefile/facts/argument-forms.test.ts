import { describe, expect, it } from "vitest";
import { formsOf, formsText, isOpen, versionsOf } from "../../../src/corefile/facts/argument-forms.ts";

/** Whether a form takes the words of a line. */
const takes = (form: string, line: string): boolean =>
	formsOf(form, line === "" ? [] : line.split(" ")).length > 0;

describe("a form of arguments", () => {
	it.each<[string, readonly string[], readonly string[]]>([
		["", [""], ["x"]],
		["word", ["x"], ["", "x y"]],
		["word?", ["", "x"], ["x y"]],
		["word+", ["x", "x y z"], [""]],
		["word+2", ["x", "x y"], ["", "x y z"]],
		["zone", ["example.org", "1a"], ["30", "-1"]],
		["int", ["0", "-5", "+7"], ["1.5", "1e3", "x", "9223372036854775808"]],
		["int(512..4096)", ["512", "4096"], ["511", "4097"]],
		["int(1..)?", ["", "1"], ["0"]],
		["uint", ["0", "4294967295"], ["-1", "+1", "4294967296"]],
		["percent(10..90)", ["10%", "90%"], ["9%", "91%", "50", "5.5%"]],
		["duration", ["10s", "1h30m", "1.5s", "0", "-1s", "100µs", ".5s"], ["10", "1 s", "s", "1d", ""]],
		["duration(0s..5m)", ["0s", "5m", "300s"], ["-1ms", "5m1s", "301s"]],
		["seconds(1s..24h)", ["1", "1s", "86400"], ["0", "999ms", "86401"]],
		[
			"ip",
			["192.0.2.1", "fd00::1", "::ffff:192.0.2.1"],
			["192.0.2.256", "192.0.2", "01.2.3.4", "fd00::1%eth0"],
		],
		["cidr", ["10.0.0.0/8", "64:ff9b::/96"], ["10.0.0.0", "10.0.0.0/33", "fd00::/129"]],
		["local", ["169.254.20.10", "eth0", "lo"], ["300.1.1.1", "an-interface-too-long", "a/b"]],
		["listen", [":9253", "127.0.0.1:8080", "[::1]:8080", "localhost:1"], ["8080", "127.0.0.1", "::1:8080"]],
		["rcode+", ["NXDOMAIN", "nxdomain SERVFAIL"], ["TIMEOUT", ""]],
		["=on|off", ["on", "off"], ["ON", "other"]],
		["~on|off", ["on", "OFF"], ["other"]],
		[
			"upstream",
			[
				"192.0.2.53",
				"192.0.2.53:5353",
				"[fd00::1]:53",
				"fd00::1%eth0",
				"tls://192.0.2.53",
				"/etc/resolv.conf",
			],
			["dns.example.org", "https://192.0.2.53", "udp://192.0.2.53", "192.0.2.300"],
		],
		["hostname", ["dns.example.org", "dns:5353"], ["https://dns.example.org", "192.0.2.300"]],
		["secure", ["https://192.0.2.53", "quic://dns.example.org"], ["https://192.0.2.53/dns-query"]],
		["word =a|b? =c?", ["x", "x a", "x c", "x b c"], ["x c a", "x d"]],
	])("%s", (form, taken, refused) => {
		for (const line of taken) expect([line, takes(form, line)]).toEqual([line, true]);
		for (const line of refused) expect([line, takes(form, line)]).toEqual([line, false]);
	});

	it("exists since the version before it", () => {
		const forms = ["word", "1.14.4 word word"];
		expect(formsOf(forms, ["a"])).toEqual(["0"]);
		expect(formsOf(forms, ["a", "b"])).toEqual(["1.14.4"]);
		expect(versionsOf("1.12.1")).toEqual(["1.12.1"]);
		expect(formsText(forms, () => true)).toBe("word, or word word");
		expect(formsText(["", "=on|off?"], () => true)).toBe("nothing, or on|off?");
	});

	it("takes what is filled in later for anything", () => {
		for (const text of ["{$NAME}", "{%NAME%}:53", "__PILLAR__CLUSTER__DNS__"]) {
			expect(isOpen(text)).toBe(true);
			expect(takes("int(1..2)", text)).toBe(true);
		}
		expect(isOpen("{x}")).toBe(false);
	});

	it("is decided in a moment, however many words there are", () => {
		const words = Array.from({ length: 50_000 }, (_, index) => `192.0.2.${index % 256}`);
		const begin = performance.now();
		expect(formsOf(["word upstream+15", "word hostname+15"], words)).toEqual([]);
		expect(formsOf("word+", words)).toEqual(["0"]);
		expect(performance.now() - begin).toBeLessThan(2000);
	});
});
