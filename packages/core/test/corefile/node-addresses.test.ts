import { describe, expect, it } from "vitest";
import { type AddressSettings, nodeAddresses } from "../../src/corefile/node-addresses.ts";

const v4 = { local: ["169.254.20.10"], clusterDns: ["10.43.0.10"] };
const v6 = { local: ["fd00:169:254:20::10"], clusterDns: ["fd00:43::a"] };
const both = {
	local: ["169.254.20.10", "fd00:169:254:20::10"],
	clusterDns: ["10.43.0.10", "fd00:43::a"],
};

describe("the addresses of a cache and of its cluster DNS", () => {
	it.each<[AddressSettings, object]>([
		[{}, v4],
		[{ ipFamily: "ipv4" }, v4],
		[{ ipFamily: "ipv6" }, v6],
		[{ ipFamily: "dual" }, both],
		[{ clusterDns: "fd00:43::a" }, v6],
		[{ localAddress: "fd00:169:254:20::10" }, v6],
		[{ clusterDns: ["10.43.0.10", "fd00:43::a"] }, both],
		[
			{ ipFamily: "dual", localAddress: "169.254.25.10" },
			{ ...both, local: ["169.254.25.10", both.local[1]] },
		],
		[
			{ clusterDns: ["fd00:43::a", "10.43.0.10"] },
			{ local: both.local.toReversed(), clusterDns: both.clusterDns.toReversed() },
		],
		[
			{ ipFamily: "dual", clusterDns: ["fd00:43::a", "10.43.0.10"] },
			{ local: both.local.toReversed(), clusterDns: both.clusterDns.toReversed() },
		],
		[
			{ clusterDns: "10.96.0.10", localAddress: [] },
			{ ...v4, clusterDns: ["10.96.0.10"] },
		],
	])("come from %j as %j", (settings, expected) => {
		expect(nodeAddresses(settings)).toEqual(expected);
	});

	it.each<[AddressSettings, string]>([
		[{ ipFamily: "ipv6", clusterDns: "10.43.0.10" }, "LDNS460"],
		[{ ipFamily: "ipv4", localAddress: ["169.254.20.10", "fd00::10"] }, "LDNS460"],
		[{ clusterDns: "10.43.0.10", localAddress: "fd00::10" }, "LDNS460"],
		[{ clusterDns: ["10.43.0.10", "10.43.0.11"] }, "LDNS460"],
		[{ localAddress: "10.43.0.10" }, "LDNS462"],
		[{ clusterDns: "fd00:43::a", localAddress: "FD00:43:0::000a" }, "LDNS462"],
		...[
			"127.0.0.1",
			"0.0.0.0",
			"224.0.0.251",
			"239.1.2.3",
			"::1",
			"::",
			"ff02::fb",
			"fe80::10",
			"FEBF::1",
			"255.255.255.255",
			"::ffff:169.254.20.10",
			"169.254.20",
			"node-cache",
		].map((localAddress): [AddressSettings, string] => [{ localAddress }, "LDNS462"]),
	])("are refused from %j as %s", (settings, code) => {
		expect(() => nodeAddresses(settings)).toThrow(expect.objectContaining({ code }));
	});

	it.each<[AddressSettings, string]>([
		[{ ipFamily: "ipv4", clusterDns: "fd00::1" }, "--ip-family ipv6 --cluster-dns fd00::1"],
		[{ clusterDns: ["10.43.0.10", "10.43.0.11"] }, "--ip-family ipv4 --cluster-dns 10.43.0.10"],
		[
			{ ipFamily: "ipv4", localAddress: ["169.254.25.10", "fd00::10"] },
			"--ip-family dual --local-address 169.254.25.10,fd00::10",
		],
		[{ ipFamily: "ipv6", localAddress: "::1" }, "--local-address fd00:169:254:20::10"],
	])("that do not agree, as %j, come with a command that does", (settings, flags) => {
		expect(() => nodeAddresses(settings)).toThrow(
			expect.objectContaining({ hint: `localdns render ${flags}` }),
		);
	});

	it.each([
		"169.254.20.10",
		"10.255.255.1",
		"223.255.255.1",
		"240.0.0.1",
		"fd00::1",
		"fec0::1",
		"2001:db8::ff02",
	])("may be %s", (localAddress) => {
		expect(nodeAddresses({ localAddress }).local).toEqual([localAddress]);
	});
});
