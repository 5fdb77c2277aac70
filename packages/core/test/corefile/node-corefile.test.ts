import { describe, expect, it } from "vitest";
import type { ServerBlock } from "../../src/corefile/ast.ts";
import { buildNodeCorefile } from "../../src/corefile/node-corefile.ts";
import type { NodeCorefileSettings } from "../../src/corefile/node-corefile-settings.ts";
import { nodeProcesses } from "../../src/corefile/node-processes.ts";
import { printCorefile } from "../../src/corefile/print.ts";

const asked = (blocks: readonly ServerBlock[]) =>
	blocks.map(({ keys, plugins }) => [keys, plugins.find(({ name }) => name === "forward")?.args[1]]);

const text = (settings: NodeCorefileSettings): string => printCorefile(buildNodeCorefile(settings));

describe("profile article", () => {
	it("is the article's Corefile, line by line", () => {
		expect(text({ profile: "article", engine: "node-cache" })).toBe(`.:53 {
    bind 169.254.20.10
    forward cluster.local. 10.43.0.10 {
        force_tcp
    }
    forward . 119.29.29.29
    reload
    log
    loop
    errors
    cache 30
    prometheus :9253
}
`);
	});
});

describe("profile upstream", () => {
	it("has the add-on's four blocks, health in the first", () => {
		const { blocks } = buildNodeCorefile({ profile: "upstream", engine: "node-cache" });
		expect(blocks.map(({ keys }) => keys)).toEqual([
			["cluster.local:53"],
			["in-addr.arpa:53"],
			["ip6.arpa:53"],
			[".:53"],
		]);
		expect(blocks.map(({ plugins }) => plugins.filter(({ name }) => name === "health").length)).toEqual([
			1, 0, 0, 0,
		]);
	});

	it("leaves the resolvers outside to node-cache's placeholder, and to the node's file where CoreDNS fills none in", () => {
		expect(text({ profile: "upstream", engine: "node-cache" })).toContain(
			"forward . __PILLAR__UPSTREAM__SERVERS__\n",
		);
		expect(text({ profile: "upstream", engine: "coredns" })).toContain("forward . /etc/resolv.conf\n");
	});

	it("asks the second Service in mode intercept, where the first one's address is its own", () => {
		const intercept = text({ profile: "upstream", engine: "node-cache", mode: "intercept" });
		expect(intercept).toContain("bind 169.254.20.10 10.43.0.10\n");
		expect(intercept).toContain("forward . __PILLAR__CLUSTER__DNS__ {\n");
		expect(intercept).not.toContain("forward . 10.43.0.10");
	});
});

describe("profile resilient", () => {
	it("sends every name to the cluster DNS, so that NodeHosts and coredns-custom keep their say", () => {
		expect(text({ profile: "resilient", engine: "node-cache" })).toBe(`.:53 {
    errors {
        consolidate 30s ".* i/o timeout$" warning
    }
    loop
    bind 169.254.20.10
    cache {
        success 9984 3600 1
        denial 9984 5 1
        servfail 0ms
        prefetch 1 1m 10%
        serve_stale 1h immediate
    }
    forward . 10.43.0.10 {
        force_tcp
        max_fails 0
        max_concurrent 3000
    }
    prometheus [{$NODE_IP}]:9253
    health 169.254.20.10:8080
}
`);
	});

	it("asks before it serves a stale answer where CoreDNS can bound the wait", () => {
		const at = (version: string) => text({ profile: "resilient", engine: "coredns", engineVersion: version });
		expect(at("1.14.3")).toContain("serve_stale 1h immediate\n");
		expect(at("1.14.4")).toContain("serve_stale 1h verify 350ms\n");
		expect(at("1.15.0")).toContain("ready 169.254.20.10:8181\n");
	});

	it("keeps the cluster's zones, forward and reverse, with the cluster DNS when others are asked for the rest", () => {
		const { blocks } = buildNodeCorefile({
			profile: "resilient",
			engine: "node-cache",
			clusterDomain: "k.example",
			externalUpstreams: ["192.0.2.53"],
		});
		expect(asked(blocks)).toEqual([
			[["k.example:53", "in-addr.arpa:53", "ip6.arpa:53"], "10.43.0.10"],
			[[".:53"], "192.0.2.53"],
		]);
		expect(blocks.flatMap(({ plugins }) => plugins.filter(({ name }) => name === "health"))).toHaveLength(1);
	});

	it.each([
		["node", "169.254.20.10", "prometheus [{$NODE_IP}]:9253"],
		["local", "169.254.20.10", "prometheus 169.254.20.10:9253"],
		["local", "fd00:169:254:20::10", "prometheus [fd00:169:254:20::10]:9253"],
	] as const)("has metrics %s at %s as %s", (metrics, localAddress, line) => {
		expect(text({ profile: "resilient", engine: "coredns", metrics, localAddress })).toContain(
			`    ${line}\n`,
		);
	});

	it("has no metrics when they are off", () => {
		expect(text({ profile: "resilient", engine: "coredns", metrics: "off" })).not.toContain("prometheus");
	});

	it("never reloads, because a reload forgets the stale answers", () => {
		for (const engine of ["node-cache", "coredns"] as const) {
			expect(text({ profile: "resilient", engine })).not.toContain("reload");
		}
	});
});

describe("mode intercept", () => {
	it.each([
		{ profile: "resilient", engine: "coredns" },
		{ profile: "article", engine: "node-cache" },
	] as const)("is refused for %j", (settings) => {
		expect(() => buildNodeCorefile({ ...settings, mode: "intercept" })).toThrow(
			expect.objectContaining({ code: "LDNS407" }),
		);
	});
});

describe("reverse lookups", () => {
	it("are asked of the cluster DNS in the cluster's networks only, where those are named", () => {
		const { blocks } = buildNodeCorefile({
			profile: "resilient",
			engine: "node-cache",
			externalUpstreams: ["192.0.2.53"],
			clusterCidrs: ["10.42.0.0/16", "10.43.0.0/16", "fd00:43::/112"],
		});
		expect(asked(blocks)).toEqual([
			[
				[
					"cluster.local:53",
					"42.10.in-addr.arpa:53",
					"43.10.in-addr.arpa:53",
					`${"0.".repeat(20)}3.4.0.0.0.0.d.f.ip6.arpa:53`,
				],
				"10.43.0.10",
			],
			[[".:53"], "192.0.2.53"],
		]);
	});

	it("have in profile upstream a block per family, as in the add-on", () => {
		const { blocks } = buildNodeCorefile({
			profile: "upstream",
			engine: "node-cache",
			clusterCidrs: ["10.42.0.0/16", "10.43.0.0/16"],
		});
		expect(blocks.map(({ keys }) => keys)).toEqual([
			["cluster.local:53"],
			["42.10.in-addr.arpa:53", "43.10.in-addr.arpa:53"],
			[".:53"],
		]);
	});
});

describe("both IP families", () => {
	it("are served by one CoreDNS, which asks the cluster DNS at its first address", () => {
		const corefile = text({ profile: "resilient", engine: "coredns", ipFamily: "dual" });
		expect(corefile).toContain("bind 169.254.20.10 fd00:169:254:20::10\n");
		expect(corefile).toContain("forward . 10.43.0.10 {\n");
		expect(corefile).toContain("health 169.254.20.10:8080\n");
	});

	it("are refused for one node-cache and served by two", () => {
		const settings = { profile: "resilient", engine: "node-cache", ipFamily: "dual" } as const;
		expect(() => buildNodeCorefile(settings)).toThrow(expect.objectContaining({ code: "LDNS461" }));
		const [first = "", second = ""] = nodeProcesses(settings).map(text);
		expect(first).toBe(text({ profile: "resilient", engine: "node-cache" }));
		expect(second).toContain("bind fd00:169:254:20::10\n");
		expect(second).toContain("forward . fd00:43::a {\n");
		expect(second).toContain("prometheus [{$NODE_IP}]:9254\n");
		expect(second).toContain("health [fd00:169:254:20::10]:8080\n");
	});

	it("are one process where there is one family or a CoreDNS", () => {
		for (const settings of [
			{ profile: "resilient", engine: "node-cache" },
			{ profile: "resilient", engine: "coredns", ipFamily: "dual" },
		] as const) {
			expect(nodeProcesses<NodeCorefileSettings>(settings)).toEqual([settings]);
		}
	});
});
