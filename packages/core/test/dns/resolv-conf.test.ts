import { describe, expect, it } from "vitest";
import { parseResolvConf } from "../../src/dns/resolv-conf.ts";

const pod = `search shop.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.43.0.10
options ndots:5
`;

describe("parseResolvConf", () => {
	it("reads what the kubelet writes into a pod", () => {
		expect(parseResolvConf(pod)).toEqual({
			nameservers: ["10.43.0.10"],
			search: ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"],
			ndots: 5,
			timeoutMs: 5000,
			attempts: 2,
		});
	});

	it("has the defaults of the library for an empty file", () => {
		expect(parseResolvConf("")).toEqual({
			nameservers: ["127.0.0.1"],
			search: [],
			ndots: 1,
			timeoutMs: 5000,
			attempts: 2,
		});
	});

	it("lets the last search or domain line win", () => {
		expect(parseResolvConf("search a.example b.example\ndomain c.example ignored\n").search).toEqual([
			"c.example",
		]);
		expect(parseResolvConf("domain c.example\nsearch a.example. .\n").search).toEqual(["a.example", ""]);
	});

	it("keeps three nameservers and passes over what is no address", () => {
		const text =
			"nameserver dns.example\nnameserver 169.254.20.10\nnameserver fd00:169:254:20::10\nnameserver fe80::1%eth0\nnameserver 192.0.2.4\n";
		expect(parseResolvConf(text).nameservers).toEqual([
			"169.254.20.10",
			"fd00:169:254:20::10",
			"fe80::1%eth0",
		]);
		expect(parseResolvConf("nameserver 300.1.1.1\n").nameservers).toEqual(["127.0.0.1"]);
	});

	it("cuts options down to the limits of glibc", () => {
		expect(parseResolvConf("options ndots:99 timeout:99 attempts:99")).toMatchObject({
			ndots: 15,
			timeoutMs: 30_000,
			attempts: 5,
		});
		expect(parseResolvConf("options ndots:0 timeout:0 attempts:0")).toMatchObject({
			ndots: 0,
			timeoutMs: 1000,
			attempts: 1,
		});
	});

	it("adds up options over several lines and ignores the ones that do not concern it", () => {
		expect(parseResolvConf("options timeout:2 rotate\noptions\tattempts:3 edns0\n")).toMatchObject({
			timeoutMs: 2000,
			attempts: 3,
		});
	});

	it("ignores comments and lines that begin with a blank", () => {
		expect(
			parseResolvConf(
				"# nameserver 192.0.2.1\n; options ndots:3\n nameserver 192.0.2.2\nnameserver 192.0.2.3 # trailing\n",
			),
		).toMatchObject({
			nameservers: ["192.0.2.3"],
			ndots: 1,
		});
	});
});
