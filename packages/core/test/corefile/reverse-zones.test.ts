import { describe, expect, it } from "vitest";
import { reverseZonesOf } from "../../src/corefile/reverse-zones.ts";

describe("the reverse zones of networks", () => {
	it.each([
		[["10.42.0.0/16"], ["42.10.in-addr.arpa"]],
		[["10.42.7.9/16"], ["42.10.in-addr.arpa"]],
		[["10.0.0.0/8"], ["10.in-addr.arpa"]],
		[["192.0.2.7/32"], ["7.2.0.192.in-addr.arpa"]],
		[["10.42.0.0/15"], ["42.10.in-addr.arpa", "43.10.in-addr.arpa"]],
		[["10.43.0.0/15"], ["42.10.in-addr.arpa", "43.10.in-addr.arpa"]],
		[["128.0.0.0/1"], Array.from({ length: 128 }, (_, index) => `${128 + index}.in-addr.arpa`)],
		[["fd00:42::/56"], ["0.0.0.0.0.0.2.4.0.0.0.0.d.f.ip6.arpa"]],
		[["fd00:43::/112"], [`${"0.".repeat(20)}3.4.0.0.0.0.d.f.ip6.arpa`]],
		[["fd00:43::a/128"], [`a.${"0.".repeat(23)}3.4.0.0.0.0.d.f.ip6.arpa`]],
		[["fc00::/7"], ["c.f.ip6.arpa", "d.f.ip6.arpa"]],
		[
			["10.42.0.0/16", "10.42.128.0/16", "10.43.0.0/16"],
			["42.10.in-addr.arpa", "43.10.in-addr.arpa"],
		],
	])("%j are %j", (cidrs, zones) => {
		expect(reverseZonesOf(cidrs)).toEqual(zones);
	});

	it.each([
		"10.42.0.0",
		"10.42.0.0/0",
		"10.42.0.0/33",
		"10.42.0/16",
		"10.256.0.0/16",
		"fd00::/129",
		"fd00::1::/64",
		"fd00/16",
		"1:2:3:4:5:6:7:8:9/64",
		"g::/8",
		"x",
	])("%s is no network", (cidr) => {
		expect(() => reverseZonesOf([cidr])).toThrow(expect.objectContaining({ code: "LDNS464" }));
	});
});
