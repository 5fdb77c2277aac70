import { spawn } from "node:child_process";
import {
	buildNodeCorefile,
	checkStarts,
	type Engine,
	engineVersion,
	type NodeCorefileSettings,
	type Plugin,
	plugin,
	printCorefile,
} from "@localdns/core/corefile";
import { beforeAll, describe, expect, it } from "vitest";
import { type CoreDnsVersion, coreDnsVersions, provideCoreDns } from "../../src/servers/coredns.ts";

let binaries: Record<CoreDnsVersion, string>;

beforeAll(async () => {
	binaries = await provideCoreDns(coreDnsVersions, undefined, () => {});
}, 600_000);

const setUp = [
	"ip link set lo up",
	"ip address add 169.254.20.10/32 dev lo",
	"ip address add 10.43.0.10/32 dev lo",
	"ip address add fd00:169:254:20::10/128 dev lo nodad",
	"ip address add 192.0.2.7/32 dev lo",
	'exec "$0" -conf stdin',
].join(" && ");

/** What node-cache writes in place of its placeholders, with addresses that lead nowhere. */
const fillPlaceholders = (corefile: string): string =>
	corefile
		.replaceAll("__PILLAR__CLUSTER__DNS__", "192.0.2.53")
		.replaceAll("__PILLAR__UPSTREAM__SERVERS__", "192.0.2.54");

/**
 * Starts the real server in a network of its own until it says that it serves, and ends it.
 * @returns "started", or the last line of a server that did not start
 */
function start(version: CoreDnsVersion, corefile: string): Promise<string> {
	const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
	const child = spawn(
		"unshare",
		[...user, "--net", "--pid", "--fork", "--kill-child", "sh", "-c", setUp, binaries[version]],
		{ env: { PATH: process.env.PATH, NODE_IP: "192.0.2.7" }, stdio: ["pipe", "pipe", "pipe"] },
	);
	return new Promise((resolve, reject) => {
		let output = "";
		const limit = setTimeout(() => child.kill("SIGKILL"), 20_000);
		const read = (text: string) => {
			output += text;
			if (/^CoreDNS-\d/m.test(output)) child.kill("SIGKILL");
		};
		child.stdout.setEncoding("utf8").on("data", read);
		child.stderr.setEncoding("utf8").on("data", read);
		child.on("error", reject);
		child.on("close", () => {
			clearTimeout(limit);
			resolve(/^CoreDNS-\d/m.test(output) ? "started" : (output.trim().split("\n").at(-1) ?? ""));
		});
		child.stdin.end(fillPlaceholders(corefile));
	});
}

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
		expect(await start(version, printCorefile(buildNodeCorefile(each)))).toBe("started");
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

/** The code with which core refuses, or "started". */
function judge(version: CoreDnsVersion, plugins: Plugin[]): { verdict: string; text: string } {
	const corefile = { blocks: [{ comments: [], keys: [".:53"], plugins }] };
	const text = printCorefile(corefile);
	try {
		checkStarts(corefile, engineVersion("coredns", version));
		return { verdict: "started", text };
	} catch (error) {
		return { verdict: (error as { code: string }).code, text };
	}
}

describe.each(coreDnsVersions)("CoreDNS %s and core agree", (version) => {
	const lines = Object.entries(optionLines).flatMap(([name, all]) =>
		all.map((line) => [name, line] as const),
	);

	it.each(lines)("on %s with %s", async (name, line) => {
		const { verdict, text } = judge(version, [single(name, line)]);
		const real = await start(version, text);
		if (verdict === "started") expect(real).toBe("started");
		else expect(real).not.toBe("started");
	});

	it("on serve_stale_policy, which needs serve_stale beside it", async () => {
		const both = plugin("cache", [], [["serve_stale"], ["serve_stale_policy", "prefer_positive"]]);
		const { verdict, text } = judge(version, [both]);
		expect((await start(version, text)) === "started").toBe(verdict === "started");
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
		const real = await start(version, text);
		if (verdict === "started") expect(real).toBe("started");
		else expect([verdict, real]).toEqual(["LDNS404", expect.stringContaining("once")]);
	});

	it("on a plugin that does not exist", async () => {
		const { verdict, text } = judge(version, [plugin("localcache")]);
		expect([verdict, await start(version, text)]).toEqual(["LDNS402", expect.stringContaining("localcache")]);
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
		expect(await start(version, text)).not.toBe("started");
	});
});
