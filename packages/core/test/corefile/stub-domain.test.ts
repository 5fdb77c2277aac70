import { describe, expect, it } from "vitest";
import type { Corefile } from "../../src/corefile/ast.ts";
import { buildNodeCorefile } from "../../src/corefile/node-corefile.ts";
import type { NodeCorefileSettings } from "../../src/corefile/node-corefile-settings.ts";
import { planStubs } from "../../src/corefile/stub-domain.ts";

const own = ["cluster.local", "in-addr.arpa"];

describe("the zones of a node's Corefile", () => {
	it("leave out what the next wider zone says as well", () => {
		const stubs = [
			{ zone: "corp.example", upstreams: ["10.1.1.1"] },
			{ zone: "a.corp.example", upstreams: ["10.1.1.1"] },
			{ zone: "b.corp.example", upstreams: ["10.1.1.1"], forceTcp: true },
			{ zone: "c.corp.example" },
			{ zone: "node-1" },
		];
		expect(planStubs(stubs, own, undefined)).toEqual({
			own: [],
			throughCluster: ["c.corp.example"],
			direct: [stubs[0], stubs[2]],
		});
	});

	it("hold the cluster's own and each name of a host, where all others go elsewhere", () => {
		const stubs = [{ zone: "node-1" }, { zone: "x.node-1" }, { zone: "local" }];
		expect(planStubs(stubs, own, { upstreams: ["192.0.2.1"] })).toEqual({
			own,
			throughCluster: ["node-1", "local"],
			direct: [],
		});
	});

	it("leave out a stub domain that is asked where all others are", () => {
		const stub = { zone: "corp.example", upstreams: ["192.0.2.1"] };
		expect(planStubs([stub], own, { upstreams: ["192.0.2.1"] }).direct).toEqual([]);
	});

	it("keep the cluster's own below a zone that is asked directly", () => {
		const stubs = [{ zone: "local", upstreams: ["10.1.1.1"] }];
		expect(planStubs(stubs, own, undefined)).toEqual({
			own: ["cluster.local"],
			throughCluster: [],
			direct: stubs,
		});
	});

	it("ask a reverse zone where it is said", () => {
		const stub = { zone: "in-addr.arpa", upstreams: ["10.1.1.1"] };
		const plan = planStubs([stub], own, { upstreams: ["192.0.2.1"] });
		expect(plan).toEqual({ own: ["cluster.local"], throughCluster: [], direct: [stub] });
	});

	it("are found in time, however many there are and however deep", () => {
		const stubs = Array.from({ length: 5000 }, (_, index) => ({
			zone: `node-${index}.${"a.".repeat(100)}lan`,
		}));
		const begin = performance.now();
		expect(planStubs(stubs, own, { upstreams: ["192.0.2.1"] }).throughCluster).toHaveLength(5000);
		expect(performance.now() - begin).toBeLessThan(3000);
	});
});

const node = (settings: Partial<NodeCorefileSettings>): Corefile =>
	buildNodeCorefile({ profile: "resilient", engine: "node-cache", ...settings });
const keysOf = ({ blocks }: Corefile): string[] => blocks.map(({ keys }) => keys.join(" "));
const forwardOf = ({ blocks }: Corefile, key: string) =>
	blocks.find(({ keys }) => keys.includes(key))?.plugins.find(({ name }) => name === "forward");

const stubDomains = [
	{ zone: "corp.example", upstreams: ["10.1.1.1", "10.1.1.2"], forceTcp: true, policy: "sequential" },
	{ zone: "node-1" },
	{ zone: "node-2" },
] as const;

describe("a node's Corefile with stub domains", () => {
	it("has one block for all zones of the cluster DNS and one for each other", () => {
		const upstream = node({ profile: "upstream", stubDomains });
		expect(keysOf(upstream).slice(-3)).toEqual(["node-1:53 node-2:53", "corp.example:53", ".:53"]);
		expect(keysOf(node({ stubDomains }))).toEqual(["corp.example:53", ".:53"]);
		expect(keysOf(node({ stubDomains, externalUpstreams: ["192.0.2.1"] })).slice(-3)).toEqual([
			"node-1:53 node-2:53",
			"corp.example:53",
			".:53",
		]);
	});

	it("asks each where it was said, and how", () => {
		for (const profile of ["upstream", "resilient"] as const) {
			const corefile = node({ profile, stubDomains, externalUpstreams: ["192.0.2.1"] });
			const direct = forwardOf(corefile, "corp.example:53");
			expect(direct?.args).toEqual([".", "10.1.1.1", "10.1.1.2"]);
			expect(direct?.options.map(({ name, args }) => [name, ...args].join(" "))).toEqual(
				expect.arrayContaining(["force_tcp", "policy sequential"]),
			);
			expect(forwardOf(corefile, "node-2:53")?.args).toEqual([".", "10.43.0.10"]);
		}
	});

	it("has health once, whatever zones there are", () => {
		for (const settings of [{ stubDomains }, { stubDomains, externalUpstreams: ["192.0.2.1"] }]) {
			const plugins = node(settings).blocks.flatMap((block) => block.plugins);
			expect(plugins.filter(({ name }) => name === "health")).toHaveLength(1);
		}
	});

	it("sends all other names where the zone . says", () => {
		const rest = (upstreams?: string[]) =>
			forwardOf(
				node({ profile: "upstream", stubDomains: [{ zone: ".", ...(upstreams && { upstreams }) }] }),
				".:53",
			)?.args;
		expect(rest(["10.0.0.53"])).toEqual([".", "10.0.0.53"]);
		expect(rest()).toEqual([".", "10.43.0.10"]);
	});

	it("asks the second Service in mode intercept", () => {
		const corefile = node({ mode: "intercept", stubDomains, externalUpstreams: ["192.0.2.1"] });
		expect(forwardOf(corefile, "node-1:53")?.args).toEqual([".", "__PILLAR__CLUSTER__DNS__"]);
	});

	it.each([
		[{ stubDomains: [{ zone: "a.example" }, { zone: "a.example" }] }, "there twice"],
		[{ stubDomains: [{ zone: "cluster.local", upstreams: ["10.1.1.1"] }] }, "the cluster's own"],
		[{ stubDomains: [{ zone: "." }], externalUpstreams: ["192.0.2.1"] }, "externalUpstreams"],
		[{ stubDomains: [{ zone: "a.example" }], profile: "article" as const }, "profile article"],
	])("refuses %j", (settings, words) => {
		expect(() => node(settings)).toThrow(
			expect.objectContaining({ code: "LDNS482", message: expect.stringContaining(words) }),
		);
	});
});
