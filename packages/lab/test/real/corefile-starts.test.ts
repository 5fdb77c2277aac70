import {
	buildNodeCorefile,
	type Engine,
	type NodeCorefileSettings,
	type Plugin,
	plugin,
	printCorefile,
} from "@localdns/core/corefile";
import { lintCorefile } from "@localdns/core/lint";
import { beforeAll, describe, expect, it } from "vitest";
import { type CoreDnsVersion, coreDnsVersions, provideCoreDns } from "../../src/servers/coredns.ts";
import { lintCases } from "./lint-cases.ts";
import { ask, fetchOften, outlives, start } from "./real-server.ts";

let binaries: Record<CoreDnsVersion, string>;

beforeAll(async () => {
	binaries = await provideCoreDns(coreDnsVersions, undefined, () => {});
}, 600_000);

const versionOf = { "node-cache": "1.13.2", coredns: "1.15.0" } as const satisfies Record<
	Engine,
	CoreDnsVersion
>;

describe("a Corefile that core builds", () => {
	const settings: NodeCorefileSettings[] = [
		...(["node-cache", "coredns"] as const).flatMap((engine) =>
			(["article", "upstream", "resilient"] as const).map((profile) => ({ profile, engine })),
		),
		{ profile: "resilient", engine: "node-cache", mode: "intercept" },
		{ profile: "upstream", engine: "node-cache", mode: "intercept" },
		{ profile: "resilient", engine: "coredns", externalUpstreams: ["192.0.2.55", "192.0.2.56"] },
		{ profile: "resilient", engine: "node-cache", externalUpstreams: ["192.0.2.55"] },
		{ profile: "resilient", engine: "coredns", localAddress: "fd00:169:254:20::10", metrics: "local" },
		{ profile: "resilient", engine: "coredns", metrics: "off", clusterDomain: "k.example" },
		{ profile: "resilient", engine: "coredns", engineVersion: "1.13.2" },
	];

	it.each(settings)("starts on the server that it is for: %j", async (each) => {
		const version = each.engineVersion === "1.13.2" ? "1.13.2" : versionOf[each.engine];
		expect(await start(binaries[version], printCorefile(buildNodeCorefile(each)))).toBe("started");
	});
});

/** One line per option that core knows of, as a user would write it, and some that it knows not to exist. */
const optionLines: Record<string, string[]> = {
	bind: ["except 127.0.0.1"],
	cache: [
		"success 9984 30 1",
		"denial 9984 5 1",
		"prefetch 1 1m 10%",
		"serve_stale 1h immediate",
		"serve_stale 1h verify",
		"serve_stale 1h verify 350ms",
		"serve_stale 1h verify 350ms 0s",
		"serve_stale 1h immediate 30s",
		"servfail 5s",
		"disable denial example.org",
		"keepttl",
		"stale_while_revalidate 1h",
	],
	errors: ["consolidate 30s timeout$ warning", "consolidate 30s timeout$ warning show_first", "stacktrace"],
	forward: [
		"except example.org",
		"expire 10s",
		"force_tcp",
		"health_check 1s",
		"max_concurrent 1000",
		"max_fails 0",
		"policy sequential",
		"prefer_udp",
		"tls",
		"tls_servername dns.example.org",
		"next NXDOMAIN",
		"failfast_all_unhealthy_upstreams",
		"failover SERVFAIL",
		"max_connect_attempts 2",
		"max_idle_conns 10",
		"max_age 1m",
		"next_on_nodata",
		"resolver 192.0.2.53",
		"read_timeout 1s",
		"doh_method POST",
		"source_address 192.0.2.7",
		"timeout 1s",
	],
	health: ["lameduck 5s"],
	log: ["class error"],
};

const argsOf: Record<string, string[]> = {
	bind: ["169.254.20.10"],
	forward: [".", "192.0.2.53"],
	log: ["."],
};

function single(name: string, line: string): Plugin {
	const [option = "", ...args] = line.split(" ");
	return plugin(name, argsOf[name], [[option, ...args]]);
}

/** Codes with which CoreDNS does not start; other errors are of a server that starts and serves wrongly. */
const fatal = /^LDNS(?:40[2-5]|41\d|444)$/;

/** Codes of what keeps it from starting, as lint sees it; none: it starts. */
function verdictOn(version: CoreDnsVersion, text: string): string[] {
	const { findings } = lintCorefile(text, { engine: "coredns", engineVersion: version });
	return findings
		.filter(({ severity, code }) => severity === "error" && fatal.test(code))
		.map(({ code }) => code);
}

/** One code, or "started". */
function judge(version: CoreDnsVersion, plugins: Plugin[]): { verdict: string; text: string } {
	const text = printCorefile({ blocks: [{ comments: [], keys: [".:53"], plugins }] });
	return { verdict: verdictOn(version, text)[0] ?? "started", text };
}

describe.each(coreDnsVersions)("CoreDNS %s and core agree", (version) => {
	const lines = Object.entries(optionLines).flatMap(([name, all]) =>
		all.map((line) => [name, line] as const),
	);

	it.each(lines)("on %s with %s", async (name, line) => {
		const { verdict, text } = judge(version, [single(name, line)]);
		const real = await start(binaries[version], text);
		if (verdict === "started") expect(real).toBe("started");
		else expect(real).not.toBe("started");
	});

	it("on serve_stale_policy, which needs serve_stale beside it", async () => {
		const both = plugin("cache", [], [["serve_stale"], ["serve_stale_policy", "prefer_positive"]]);
		const { verdict, text } = judge(version, [both]);
		expect((await start(binaries[version], text)) === "started").toBe(verdict === "started");
	});

	it.each([
		"bufsize",
		"cache",
		"errors",
		"forward",
		"health",
		"log",
		"loop",
		"prometheus",
		"ready",
		"reload",
	])("on whether %s may stand twice in a block", async (name) => {
		const one = plugin(name, argsOf[name]);
		const { verdict, text } = judge(version, [one, one]);
		const real = await start(binaries[version], text);
		if (verdict === "started") expect(real).toBe("started");
		else expect([verdict, real]).toEqual(["LDNS404", expect.stringContaining("once")]);
	});

	it("on a plugin that does not exist", async () => {
		const { verdict, text } = judge(version, [plugin("localcache")]);
		expect([verdict, await start(binaries[version], text)]).toEqual([
			"LDNS402",
			expect.stringContaining("localcache"),
		]);
	});

	it.each([
		plugin("bufsize", [511]),
		plugin("bufsize", [4097]),
		plugin("cache", [], [["prefetch", 1, "1m", "9%"]]),
		plugin("cache", [], [["prefetch", 1, "1m", "91%"]]),
		plugin("cache", [], [["success", 9984, 0]]),
		plugin("cache", [], [["denial", 9984, 5, -1]]),
		plugin("forward", ["."]),
		plugin("forward", [".", ...Array.from({ length: 16 }, (_, index) => `192.0.2.${index + 1}`)]),
		plugin("forward", [".", "192.0.2.53"], [["max_concurrent", -1]]),
		plugin("forward", [".", "192.0.2.53"], [["max_fails", -1]]),
	])("on a value that the builders refuse: $name $args $options.0.args", async (refused) => {
		const text = printCorefile({ blocks: [{ comments: [], keys: [".:53"], plugins: [refused] }] });
		expect(await start(binaries[version], text)).not.toBe("started");
	});
});

describe.each(coreDnsVersions)("lint and CoreDNS %s agree", (version) => {
	it.each(lintCases)("on $title", async ({ text, fatal: codes }) => {
		const verdict = verdictOn(version, text);
		expect(verdict).toEqual(typeof codes === "function" ? codes(version) : codes);
		const real = await start(binaries[version], text);
		if (verdict.length === 0) expect(real).toBe("started");
		else expect(real).not.toBe("started");
	});
});

/** What starts and serves wrongly: lint says so, and the server does so. */
describe.each(coreDnsVersions)("what lint calls an error in CoreDNS %s", (version) => {
	const errors = (text: string): string[] =>
		lintCorefile(text, { engine: "coredns", engineVersion: version })
			.findings.filter(({ severity }) => severity === "error")
			.map(({ code }) => code);
	const answered = (text: string, name: string) => ask(binaries[version], text, "169.254.20.10", name);
	const bound = "bind 169.254.20.10";

	it("is REFUSED for a zone in upper case, until it is lowered", async () => {
		const text = `Corp.Example:53 {\n${bound}\nwhoami\n}\n`;
		const lowers = version === "1.15.0";
		expect(errors(text)).toEqual(lowers ? [] : ["LDNS446"]);
		expect(await answered(text, "a.corp.example")).toBe(lowers ? "NOERROR" : "REFUSED");
	});

	it("is the wrong answer where a wider forward comes first", async () => {
		const forwards = ["forward . 169.254.20.10:5301", "forward corp.example 169.254.20.10:5302"];
		const file = (lines: string[]) =>
			[
				`.:53 {\n${bound}\n${lines.join("\n")}\n}`,
				`.:5301 {\n${bound}\ntemplate ANY ANY {\nrcode NXDOMAIN\n}\n}`,
				`.:5302 {\n${bound}\ntemplate ANY ANY {\nrcode NOERROR\n}\n}\n`,
			].join("\n");
		expect(errors(file(forwards))).toEqual(["LDNS430"]);
		expect(await answered(file(forwards), "a.corp.example")).toBe("NXDOMAIN");
		expect(errors(file(forwards.toReversed()))).toEqual([]);
		expect(await answered(file(forwards.toReversed()), "a.corp.example")).toBe("NOERROR");
	});

	it("is no answer where a server forwards to itself, and its end where loop is there", async () => {
		const text = `.:53 {\n${bound}\nforward . 169.254.20.10\n}\n`;
		expect(errors(text)).toEqual(["LDNS431"]);
		expect(await answered(text, "a.example")).toMatch(/^(?:none|SERVFAIL)$/);
		const withLoop = text.replace("forward", "loop\nforward");
		expect(errors(withLoop)).toEqual(["LDNS431"]);
		expect(await outlives(binaries[version], withLoop)).toBe("ended");
	});

	it("is REFUSED for a zone that is a placeholder", async () => {
		const text = `__PILLAR__DNS__DOMAIN__:53 {\n${bound}\nwhoami\n}\n`;
		expect(errors(text)).toEqual(["LDNS447"]);
		expect(await answered(text, "a.cluster.local")).toBe("REFUSED");
	});

	it("is a failed answer where a template's variable is taken for one of the environment", async () => {
		const text = (open: string) =>
			`.:53 {\n${bound}\ntemplate IN A {\nanswer "{{ .Name }} ${open}$ttl := 60}}${open}$ttl}} IN A 192.0.2.1"\n}\n}\n`;
		expect(errors(text("{{"))).toEqual(["LDNS449"]);
		expect(await answered(text("{{"), "a.example")).toBe("SERVFAIL");
		expect(errors(text("{{ "))).toEqual([]);
		expect(await answered(text("{{ "), "a.example")).toBe("NOERROR");
	});

	it("is a health check that fails now and then where metrics share its port", async () => {
		const text = (port: number) =>
			`.:53 {\n${bound}\nhealth 127.0.0.1:8080\nprometheus 127.0.0.1:${port}\nwhoami\n}\n`;
		const url = "http://127.0.0.1:8080/health";
		expect(errors(text(8080))).toEqual(["LDNS448"]);
		expect(await fetchOften(binaries[version], text(8080), url)).toBe("200 404");
		expect(errors(text(8081))).toEqual([]);
		expect(await fetchOften(binaries[version], text(8081), url)).toBe("200");
	});
});
