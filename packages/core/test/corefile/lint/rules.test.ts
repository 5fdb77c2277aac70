import { describe, expect, it } from "vitest";
import { lintCorefile } from "../../../src/corefile/lint/lint-corefile.ts";
import type { LintOptions } from "../../../src/corefile/lint/result.ts";
import { k3sCorefile } from "../../k3s-corefile.ts";

/** A server block for a node that no rule minds, with what is given in place of its forward. */
const node = (...lines: string[]): string =>
	[".:53 {", "bind 169.254.20.10", "cache 30", "health 169.254.20.10:8080", ...lines, "}", ""].join("\n");

/** `CODE line:column` of each finding. */
const seen = (text: string, options: LintOptions = {}): string[] =>
	lintCorefile(text, options).findings.map(({ code, line, column }) => `${code} ${line}:${column}`);

interface Case {
	readonly title: string;
	readonly text: string;
	readonly found: string[];
	readonly options?: LintOptions;
}

const cluster = "forward . 10.43.0.10";

const cases: readonly Case[] = [
	{ title: "nothing where nothing is wrong", text: node(cluster), found: [] },
	{ title: "a plugin that no CoreDNS has", text: node(cluster, "kubernetez"), found: ["LDNS402 6:1"] },
	{
		title: "a plugin that node-cache lacks",
		text: node(cluster, "ready 169.254.20.10:8181"),
		found: ["LDNS402 6:1"],
	},
	{
		title: "no fault in the same plugin on a full CoreDNS",
		text: node(cluster, "ready 169.254.20.10:8181"),
		options: { engine: "coredns" },
		found: [],
	},
	{
		title: "an option that nobody has",
		text: node(`${cluster} {`, "timeout 1s", "}"),
		found: ["LDNS403 6:1"],
	},
	{
		title: "an option younger than the engine",
		text: node(`${cluster} {`, "failfast_all_unhealthy_upstreams", "}"),
		options: { engineVersion: "1.26.4" },
		found: ["LDNS403 6:1"],
	},
	{ title: "a second cache", text: node(cluster, "cache 60"), found: ["LDNS404 6:1"] },
	{ title: "a number out of range", text: node(cluster, "bufsize 100"), found: ["LDNS405 6:1"] },
	{
		title: "an option that needs another",
		text: node(cluster).replace("cache 30", "cache 30 {\nserve_stale_policy prefer_positive\n}"),
		options: { engine: "coredns" },
		found: ["LDNS405 4:1"],
	},
	{
		title: "a forward behind a wider one",
		text: node("forward . 10.43.0.10", "forward corp.example 192.168.1.1"),
		found: ["LDNS430 6:9"],
	},
	{
		title: "no shadow in the other order",
		text: node("forward corp.example 192.168.1.1", "forward . 10.43.0.10"),
		found: [],
	},
	{
		title: "no shadow where the wider one leaves the zone out",
		text: node("forward . 10.43.0.10 {", "except example", "}", "forward corp.example 192.168.1.1"),
		found: [],
	},
	{
		title: "no shadow where the wider one passes answers on",
		text: node("forward . 10.43.0.10 {", "next NXDOMAIN", "}", "forward corp.example 192.168.1.1"),
		found: [],
	},
	{ title: "a forward to its own address", text: node("forward . 169.254.20.10"), found: ["LDNS431 5:11"] },
	{
		title: "a forward to its own address in intercept mode",
		text: node("forward . 10.43.0.10").replace("10\ncache", "10 10.43.0.10\ncache"),
		found: ["LDNS431 5:11"],
	},
	{
		title: "no loop where another block of the file answers at that port",
		text: `${node("forward . 169.254.20.10:5353")}.:5353 {\nbind 169.254.20.10\ncache\nforward . 10.43.0.10\n}\n`,
		found: [],
	},
	{
		title: "no loop where a longer zone of another block takes the question",
		text: `${node("forward . 169.254.20.10")}sub.example {\nbind 169.254.20.10\ncache\nforward . 10.43.0.10\n}\n`.replace(
			"forward . 169.254.20.10",
			"forward sub.example 169.254.20.10",
		),
		found: [],
	},
	{ title: "a forward to systemd-resolved", text: node("forward . 127.0.0.53"), found: ["LDNS432 5:11"] },
	{
		title: "the same with loop beside it",
		text: node("forward . 127.0.0.53", "loop"),
		found: ["LDNS433 5:11"],
	},
	{ title: "TCP to one far upstream", text: node(`${cluster} {`, "force_tcp", "}"), found: ["LDNS434 6:1"] },
	{
		title: "TCP with failfast that never fires",
		text: node(`${cluster} {`, "force_tcp", "max_fails 0", "failfast_all_unhealthy_upstreams", "}"),
		found: ["LDNS434 6:1"],
	},
	{
		title: "nothing in TCP with failfast",
		text: node(`${cluster} {`, "force_tcp", "failfast_all_unhealthy_upstreams", "}"),
		found: [],
	},
	{
		title: "nothing in TCP with stale answers",
		text: node(`${cluster} {`, "force_tcp", "}").replace(
			"cache 30",
			"cache 30 {\nserve_stale 1h immediate\n}",
		),
		found: [],
	},
	{
		title: "TCP with stale answers that are verified without a limit",
		text: node(`${cluster} {`, "force_tcp", "}").replace("cache 30", "cache 30 {\nserve_stale 1h verify\n}"),
		found: ["LDNS434 8:1"],
	},
	{
		title: "one attempt to connect",
		text: node(`${cluster} {`, "max_connect_attempts 1", "}"),
		found: ["LDNS435 6:22"],
	},
	{
		title: "a reload beside serve_stale",
		text: node(cluster, "reload").replace("cache 30", "cache 30 {\nserve_stale\n}"),
		found: ["LDNS436 8:1"],
	},
	{
		title: "a small cache",
		text: node(cluster).replace("cache 30", "cache 30 {\nsuccess 512\ndenial 2048\n}"),
		found: ["LDNS437 4:9"],
	},
	{
		title: "reverse lookups and the cluster's names at a public resolver",
		text: node("forward cluster.local 10.43.0.10", "forward . 119.29.29.29"),
		found: ["LDNS438 6:11", "LDNS439 6:11"],
	},
	{
		title: "no leak where the reverse zones have a forward",
		text: node("forward in-addr.arpa 10.43.0.10", "forward . 192.168.1.1"),
		found: [],
	},
	{
		title: "the public resolver alone where the reverse zones have a block",
		text: `${node("forward . 2400:3200::1")}10.0.0.0/8 {\nbind 169.254.20.10\ncache\nforward . 10.43.0.10\n}\n`,
		found: ["LDNS439 5:11"],
	},
	{
		title: "messages too large for the path",
		text: node(cluster, "bufsize 1232"),
		options: { mtu: 1230 },
		found: ["LDNS440 6:9"],
	},
	{ title: "messages of any size", text: node(cluster), options: { mtu: 1280 }, found: ["LDNS440 5:1"] },
	{
		title: "no message too large over TCP",
		text: node(`${cluster} {`, "force_tcp", "}").replace("cache 30", "cache 30 {\nserve_stale\n}"),
		options: { mtu: 1280 },
		found: [],
	},
	{
		title: "no message too large with room for it",
		text: node(cluster, "bufsize 1232"),
		options: { mtu: 1280 },
		found: [],
	},
	{ title: "a log of every question", text: node(cluster, "log"), found: ["LDNS441 6:1"] },
	{ title: "a log of all classes", text: node(cluster, "log {", "class all", "}"), found: ["LDNS441 6:1"] },
	{ title: "no log of errors", text: node(cluster, "log . {", "class error denial", "}"), found: [] },
	{ title: "metrics on every address", text: node(cluster, "prometheus :9253"), found: ["LDNS442 6:12"] },
	{
		title: "metrics on every address, written out",
		text: node(cluster, "prometheus 0.0.0.0:9253"),
		found: ["LDNS442 6:12"],
	},
	{ title: "no metrics on the node's own", text: node(cluster, "prometheus [{$NODE_IP}]:9253"), found: [] },
	{
		title: "health on every address",
		text: node(cluster).replace(" 169.254.20.10:8080", ""),
		found: ["LDNS442 4:1"],
	},
	{
		title: "a block that is bound nowhere",
		text: node(cluster).replace("bind 169.254.20.10\n", ""),
		found: ["LDNS443 1:1"],
	},
	{
		title: "a zone served twice",
		text: node(cluster) + node(cluster).replace(/health.*\n/, ""),
		found: ["LDNS444 7:1"],
	},
	{
		title: "a network that holds one which another block serves",
		text: `10.42.0.0/15 {\nbind 169.254.20.10\ncache\n${cluster}\n}\n${node(cluster).replace(".:53", "10.43.0.0/16")}`,
		found: ["LDNS444 6:1"],
	},
	{
		title: "a key written twice",
		text: node(cluster).replace(".:53", ".:53 dns://."),
		found: ["LDNS444 1:6"],
	},
	{
		title: "a zone on every address and on one of them",
		text: `${node(cluster)}.:53 {\ncache\n${cluster}\n}\n`,
		found: ["LDNS443 7:1", "LDNS444 7:1"],
	},
	{
		title: "no collision on different addresses",
		text:
			node(cluster) +
			node(cluster)
				.replace(/health.*\n/, "")
				.replace("20.10", "20.11"),
		found: [],
	},
	{
		title: "no collision of different transports",
		text: node(cluster).replace(".:53", ".:53 tls://.:53"),
		found: [],
	},
	{
		title: "zones bound and unbound on one port",
		text: `${node(cluster)}a.example:53 {\ncache\n${cluster}\n}\n`,
		found: ["LDNS445 1:1", "LDNS443 7:1"],
	},
	{
		title: "a zone in upper case",
		text: node(cluster).replace(".:53", "Corp.Example:53 example:53"),
		found: ["LDNS446 1:1"],
	},
	{
		title: "no upper case where it is lowered",
		text: node(cluster).replace(".:53", "Corp.Example:53"),
		options: { engine: "coredns", engineVersion: "1.14.7" },
		found: [],
	},
	{
		title: "no placeholder of node-cache's own",
		text: node("forward . __PILLAR__CLUSTER__DNS__").replace(
			"bind 169.254.20.10",
			"bind __PILLAR__LOCAL__DNS__",
		),
		found: [],
	},
	{
		title: "a placeholder that CoreDNS does not fill in",
		text: node("forward . __PILLAR__CLUSTER__DNS__"),
		options: { engine: "coredns" },
		found: ["LDNS447 5:11"],
	},
	{
		title: "a placeholder that nobody fills in",
		text: node(cluster).replace(".:53", "__PILLAR__DNS__DOMAIN__:53"),
		found: ["LDNS447 1:1"],
	},
	{
		title: "two endpoints on one port",
		text: node(cluster, "prometheus 169.254.20.10:8080"),
		found: ["LDNS448 4:1"],
	},
	{
		title: "a template with a variable",
		text: node(cluster, "template IN A {", '  answer "{{$x := .Name}} 60 IN A 192.0.2.1"', "}"),
		found: ["LDNS449 7:10"],
	},
	{
		title: "no health",
		text: node(cluster).replace(/health.*\n/, ""),
		found: ["LDNS450 1:1"],
	},
	{ title: "no cache", text: node(cluster).replace(/cache.*\n/, ""), found: ["LDNS451 1:1"] },
	{
		title: "a block that vanishes",
		text: `{$ZONE} {\nwhoami\n}\n`,
		options: { environment: () => undefined },
		found: ["LDNS419 1:1"],
	},
	{ title: "a syntax error, alone", text: ".:53 {\nlog\n", found: ["LDNS411 2:1"] },
];

describe("lint sees", () => {
	it.each(cases)("$title", ({ text, options, found }) => {
		expect(seen(text, options)).toEqual(found);
	});

	it("every code that a Corefile can have, in the cases above", () => {
		const codes = new Set(cases.flatMap(({ found }) => found.map((each) => each.slice(0, 7))));
		const missing = Array.from({ length: 22 }, (_, index) => `LDNS${430 + index}`).filter(
			(code) => !codes.has(code),
		);
		expect(missing).toEqual([]);
	});
});

describe("what lint leaves alone", () => {
	it("is what only a cache on a node's network minds, in the cluster DNS itself", () => {
		expect(seen(k3sCorefile, { engine: "coredns" })).toEqual([]);
	});

	it("is a line that an import stands for and nobody read", () => {
		expect(seen(node(cluster, "import common.conf"))).toEqual([]);
	});

	it("is a name out of an environment variable, unless the environment is given", () => {
		const text = node("forward . {$UPSTREAM}");
		expect(seen(text)).toEqual([]);
		expect(seen(text, { environment: () => "169.254.20.10" })).toEqual(["LDNS431 5:11"]);
	});

	it("is said once where two blocks import one snippet", () => {
		const text = `(shared) {\nlog\n}\n${node(cluster, "import shared")}${node(cluster, "import shared")
			.replace(".:53", "a.example:53")
			.replace(/health.*\n/, "")}`;
		expect(seen(text)).toEqual(["LDNS441 2:1"]);
	});
});

describe("a finding", () => {
	it("says what, where and what to do, and how bad it is", () => {
		const { findings, target } = lintCorefile(node("forward . 169.254.20.10"), { file: "node/Corefile" });
		expect(target).toEqual({ engine: "node-cache", version: "1.26.8", coreDns: "1.13.2" });
		expect(findings).toEqual([
			{
				code: "LDNS431",
				severity: "error",
				file: "node/Corefile",
				line: 5,
				column: 11,
				message: "169.254.20.10 is this very server: each question would go round until it times out",
				fix: "name the address of the cluster DNS or of another resolver",
			},
		]);
	});

	it("of a placeholder that node-cache leaves does not advise node-cache to who has it", () => {
		const fixOf = (options: LintOptions) => lintCorefile(node("forward . __PILLAR__DNS__DOMAIN__"), options);
		expect(fixOf({}).findings.map(({ fix }) => fix)).toEqual(["write the value in its place"]);
		expect(fixOf({ engine: "coredns" }).findings.map(({ fix }) => fix)).toEqual([
			"write the value in its place, or serve the file with node-cache",
		]);
	});

	it("stands in the file that was imported, and has no edits there", () => {
		const readImport = () => ({ ok: true, files: [{ file: "extra.conf", text: "log\n" }] }) as const;
		const { findings } = lintCorefile(node(cluster, "import extra.conf"), { readImport });
		expect(findings).toMatchObject([{ code: "LDNS441", file: "extra.conf", line: 1, column: 1 }]);
		expect(findings[0]?.edits).toBeUndefined();
	});

	it("needs an engine that is known", () => {
		expect(() => lintCorefile("", { engineVersion: "1.27.0" })).toThrow(
			expect.objectContaining({ code: "LDNS401" }),
		);
	});
});
