import { describe, expect, it } from "vitest";
import type { ClusterDnsFacts, Rest, Upstreams } from "../../src/cluster-dns/facts.ts";
import { type ClusterDnsTexts, readClusterDns } from "../../src/cluster-dns/read.ts";
import { clusterCases, k3sCorefile } from "./cluster-corefiles.ts";

function factsOf(texts: ClusterDnsTexts): ClusterDnsFacts {
	const read = readClusterDns(texts);
	if (!read.ok) throw new Error(JSON.stringify(read.error));
	return read.facts;
}

function errorOf(texts: ClusterDnsTexts) {
	const read = readClusterDns(texts);
	if (read.ok) throw new Error("it was read");
	return read.error;
}

const asked = ({ upstreams, forceTcp, policy }: Upstreams): string =>
	[...upstreams, ...(forceTcp === true ? ["tcp"] : []), ...(policy === undefined ? [] : [policy])].join(" ");

function restText(rest: Rest): string {
	if (rest.kind === "upstreams") return asked(rest.direct);
	return rest.kind === "cluster" ? `cluster: ${rest.because}` : rest.kind;
}

describe("what a cluster DNS answers", () => {
	it.each(clusterCases)("is read from $title", ({ title: _title, ...each }) => {
		const facts = factsOf(each);
		expect(facts.clusterDomains).toEqual(each.domains ?? ["cluster.local"]);
		const zones = facts.zones
			.filter(({ by, zone }) => by !== "kubernetes" && !(by === "hosts" && zone.endsWith(".arpa")))
			.map(({ zone, direct }) => `${zone} <- ${direct === undefined ? "cluster" : asked(direct)}`);
		expect(zones.toSorted()).toEqual(each.zones.toSorted());
		if (facts.rest.kind === "cluster") expect(restText(facts.rest).startsWith(each.rest)).toBe(true);
		else expect(restText(facts.rest)).toBe(each.rest);
		const expected = each.withoutEffect ?? [];
		expect(facts.withoutEffect.map(({ text }, index) => text.slice(0, expected[index]?.length))).toEqual(
			expected,
		);
	});

	it("says where each thing stands, in imported files too", () => {
		const { zones, withoutEffect } = factsOf({
			corefile: k3sCorefile("1.27"),
			nodeHosts: "10.0.0.1 node-1",
			custom: {
				"a.override": "# none\nforward . 10.9.9.9\n",
				"b.server": "\ncorp.example {\n  forward . 10.1.1.1\n}\n",
			},
		});
		const at = (zone: string) => zones.find((each) => each.zone === zone)?.at;
		expect(at("node-1")).toEqual({ file: "/etc/coredns/Corefile", line: 9 });
		expect(at("corp.example")).toEqual({ file: "/etc/coredns/custom/b.server", line: 2 });
		expect(withoutEffect[0]?.at).toEqual({ file: "/etc/coredns/custom/a.override", line: 2 });
	});

	it("says why a zone is asked of the cluster DNS alone", () => {
		const { zones } = factsOf({
			corefile:
				".:53 {\n  forward . 10.0.0.53\n}\na.example {\n  forward . 127.0.0.1\n}\nb.example {\n  rewrite name x y\n  forward . 10.1.1.1\n}\n",
		});
		expect(zones.map(({ because }) => because)).toEqual([
			"127.0.0.1 is an address of the cluster DNS' own pod",
			"its server block has the plugin rewrite",
		]);
	});

	it("holds the reverse names of hosts, unless they have none", () => {
		const reverseOf = (options: string) =>
			factsOf({
				corefile: `.:53 {\n  hosts {\n    192.0.2.5 a.example b.example\n    fd00::5%eth0 a.example\n    300.0.0.1 c.example\n    192.0.2.6 10.0.0.0/8\n    fallthrough\n${options}  }\n}\n`,
			})
				.zones.map(({ zone }) => zone)
				.filter((zone) => zone.endsWith(".arpa") && !zone.endsWith(".127.in-addr.arpa"));
		expect(reverseOf("")).toEqual(["5.2.0.192.in-addr.arpa", `5.${"0.".repeat(27)}0.0.d.f.ip6.arpa`]);
		expect(reverseOf("    no_reverse\n")).toEqual([]);
	});

	it("keeps the reverse zones of the kubernetes plugin", () => {
		expect(factsOf({ corefile: k3sCorefile("1.21"), nodeHosts: "" }).reverseZones).toEqual([
			"in-addr.arpa",
			"ip6.arpa",
		]);
	});
});

describe("a cluster DNS that cannot be read", () => {
	it("is a syntax error at its place in the Corefile", () => {
		expect(errorOf({ corefile: ".:53 {\n  errors\n  log }\n}\n" })).toMatchObject({
			code: expect.stringMatching(/^LDNS41\d$/),
			file: "/etc/coredns/Corefile",
		});
	});

	it("is a syntax error at its place in coredns-custom", () => {
		expect(
			errorOf({
				corefile: k3sCorefile("1.23"),
				nodeHosts: "",
				custom: { "x.server": "corp.example {\n  forward . 10.1.1.1\n" },
			}),
		).toMatchObject({ code: expect.stringMatching(/^LDNS41\d$/), file: "/etc/coredns/custom/x.server" });
	});

	it("imports a file that was not given", () => {
		expect(errorOf({ corefile: ".:53 {\n  errors\n}\nimport /etc/coredns/extra/*.conf\n" })).toMatchObject({
			line: 4,
			message: expect.stringContaining("only the keys of coredns-custom"),
		});
	});

	it("imports one key that coredns-custom does not have", () => {
		expect(errorOf({ corefile: ".:53 {\n  import custom/one.override\n}\n", custom: {} })).toMatchObject({
			line: 2,
			message: expect.stringContaining("there is no such file"),
		});
	});

	it.each(["{$ZONE}", "{%ZONE%}:53", "a..example", "a.example:", `${"a".repeat(64)}.example`])(
		"has a server block whose zone is not understood: %s",
		(key) => {
			expect(errorOf({ corefile: `.:53 {\n  errors\n}\n${key} {\n  errors\n}\n` })).toMatchObject({
				code: "LDNS481",
				file: "/etc/coredns/Corefile",
				line: 4,
				column: 1,
			});
		},
	);
});
