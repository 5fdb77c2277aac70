import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isIpv6, isLoopback, isPublic, isUnspecified, parseIp } from "../../src/corefile/ip-address.ts";

const ip = (text: string) => parseIp(text) ?? expect.unreachable(`${text} is an address`);

describe("an IP address", () => {
	it("is what Node takes for one, but for zones", () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.ipV4(),
					fc.ipV6(),
					fc.string({ unit: fc.constantFrom(..."0123456789abcf.:x"), maxLength: 24 }),
					fc
						.array(fc.constantFrom("0", "ffff", "1.2.3.4", "", ":", "::", "12345"), { maxLength: 10 })
						.map((parts) => parts.join(":")),
				),
				(text) => {
					expect([text, parseIp(text) !== undefined]).toEqual([text, isIP(text) !== 0]);
				},
			),
			{ seed: 3, numRuns: 3000 },
		);
	});

	it("is the same in every spelling", () => {
		expect(ip("fd00::1")).toEqual(ip("FD00:0:0:0:0:0:0:0001"));
		expect(ip("::ffff:192.0.2.1")).toEqual(ip("192.0.2.1"));
		expect(ip("::ffff:192.0.2.1")).not.toEqual(ip("192.0.2.2"));
		expect([isIpv6(ip("192.0.2.1")), isIpv6(ip("::1"))]).toEqual([false, true]);
	});

	it("is a loopback, or every address", () => {
		expect(["127.0.0.53", "::1", "128.0.0.1", "::2"].map((text) => isLoopback(ip(text)))).toEqual([
			true,
			true,
			false,
			false,
		]);
		expect(["0.0.0.0", "::", "0.0.0.1"].map((text) => isUnspecified(ip(text)))).toEqual([true, true, false]);
	});

	it("is public or not as the registries have it", () => {
		const closed = new BlockList();
		for (const [net, prefix] of [
			["0.0.0.0", 32],
			["10.0.0.0", 8],
			["100.64.0.0", 10],
			["127.0.0.0", 8],
			["169.254.0.0", 16],
			["172.16.0.0", 12],
			["192.168.0.0", 16],
			["224.0.0.0", 3],
		] as const) {
			closed.addSubnet(net, prefix);
		}
		fc.assert(
			fc.property(fc.ipV4(), (text) => {
				expect([text, isPublic(ip(text))]).toEqual([text, !closed.check(text)]);
			}),
			{
				seed: 4,
				numRuns: 2000,
				examples: [["100.100.100.100"], ["172.32.0.1"], ["119.29.29.29"], ["223.255.255.255"]],
			},
		);
		expect(["2400:3200::1", "fd00::1", "fe80::1", "::1"].map((text) => isPublic(ip(text)))).toEqual([
			true,
			false,
			false,
			false,
		]);
	});
});
