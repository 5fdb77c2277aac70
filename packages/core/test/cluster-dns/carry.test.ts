import { describe, expect, it } from "vitest";
import { type CarryChoice, carryClusterDns } from "../../src/cluster-dns/carry.ts";
import { type ClusterDnsTexts, readClusterDns } from "../../src/cluster-dns/read.ts";
import { buildNodeCorefile } from "../../src/corefile/node-corefile.ts";
import { clusterCases, k3sCorefile } from "./cluster-corefiles.ts";

const k3s: ClusterDnsTexts = {
	corefile: k3sCorefile("1.35"),
	nodeHosts: "10.0.0.1 node-1\n10.0.0.2 node-2\n",
	custom: {
		"a.override": "forward dev.example 10.2.2.2\n",
		"b.server": "corp.example {\n  forward . 10.1.1.1 {\n    force_tcp\n  }\n}\n",
	},
};

function carry(texts: ClusterDnsTexts, choice: CarryChoice) {
	const read = readClusterDns(texts);
	if (!read.ok) throw new Error(read.error.message);
	return carryClusterDns(read.facts, choice);
}

const stubsOf = (texts: ClusterDnsTexts, choice: CarryChoice) => carry(texts, choice).stubDomains;
const notesOf = (texts: ClusterDnsTexts, choice: CarryChoice) =>
	carry(texts, choice).notes.map(({ severity, text }) => `${severity}: ${text}`);

describe("the stub domains of a node", () => {
	it("are none where every name goes to the cluster DNS", () => {
		expect(carry(k3s, { profile: "resilient" })).toMatchObject({
			clusterDomain: "cluster.local",
			stubDomains: [],
			notes: [{ severity: "info", text: expect.stringContaining("every name goes to the cluster DNS") }],
		});
	});

	it("are every zone that the cluster DNS answers itself, where other names go elsewhere", () => {
		const zones = ["node-1", "node-2", "dev.example", "corp.example"].map((zone) => ({ zone }));
		expect(stubsOf(k3s, { profile: "resilient", externalUpstreams: ["192.0.2.1"] })).toEqual(zones);
		expect(stubsOf(k3s, { profile: "upstream" })).toEqual(zones);
	});

	it("are asked directly on request, where the cluster DNS merely forwards", () => {
		const direct = [
			{ zone: "dev.example", upstreams: ["10.2.2.2"] },
			{ zone: "corp.example", upstreams: ["10.1.1.1"], forceTcp: true },
		];
		expect(stubsOf(k3s, { profile: "resilient", direct: true })).toEqual(direct);
		expect(stubsOf(k3s, { profile: "upstream", direct: true })).toEqual([
			{ zone: "node-1" },
			{ zone: "node-2" },
			...direct,
		]);
	});

	it("keep a name of the cluster DNS that stands below a zone asked directly", () => {
		const corefile = `${k3sCorefile("1.35")}example {\n  forward . 10.1.1.1\n}\n`;
		const custom = { "a.server": "db.example {\n  whoami\n}\n" };
		expect(stubsOf({ corefile, nodeHosts: "", custom }, { profile: "resilient", direct: true })).toEqual([
			{ zone: "db.example" },
			{ zone: "example", upstreams: ["10.1.1.1"] },
		]);
	});

	it("take a zone that two things answer to the cluster DNS", () => {
		const corefile =
			".:53 {\n  kubernetes cluster.local\n  rewrite name dev.example web.default.svc.cluster.local\n  forward dev.example 10.2.2.2\n  forward . 10.0.0.53\n}\n";
		expect(stubsOf({ corefile }, { profile: "resilient", direct: true })).toEqual([]);
	});

	it("take a zone that one forward leaves to another to the cluster DNS", () => {
		const corefile =
			".:53 {\n  kubernetes cluster.local\n  forward . 10.0.0.53 {\n    except dev.example\n  }\n  forward dev.example 10.2.2.2\n}\n";
		expect(stubsOf({ corefile }, { profile: "upstream", direct: true })).toEqual([
			{ zone: ".", upstreams: ["10.0.0.53"] },
			{ zone: "dev.example" },
		]);
	});

	it("bring the upstreams of all other names along for the add-on's profile", () => {
		const corefile =
			".:53 {\n  kubernetes cluster.local\n  forward . 10.0.0.53 10.0.0.54 {\n    policy sequential\n  }\n}\n";
		expect(stubsOf({ corefile }, { profile: "upstream" })).toEqual([
			{ zone: ".", upstreams: ["10.0.0.53", "10.0.0.54"], policy: "sequential" },
		]);
		expect(stubsOf({ corefile }, { profile: "resilient" })).toEqual([]);
	});

	it("take all names to the cluster DNS where one plugin concerns all of them", () => {
		const corefile =
			".:53 {\n  kubernetes cluster.local\n  rewrite name substring foo bar\n  forward . 10.0.0.53\n}\ncorp.example {\n  forward . 10.1.1.1\n}\n";
		expect(stubsOf({ corefile }, { profile: "upstream" })).toEqual([{ zone: "." }]);
		expect(stubsOf({ corefile }, { profile: "upstream", direct: true })).toEqual([
			{ zone: "." },
			{ zone: "corp.example", upstreams: ["10.1.1.1"] },
		]);
	});

	it("leave alone what was set by hand", () => {
		const stubDomains = [{ zone: "corp.example", upstreams: ["10.7.7.7"] }, { zone: "other.example" }];
		expect(stubsOf(k3s, { profile: "upstream", stubDomains })).toEqual([
			...stubDomains,
			{ zone: "node-1" },
			{ zone: "node-2" },
			{ zone: "dev.example" },
		]);
	});

	it("hold a second domain of the kubernetes plugin", () => {
		const corefile =
			".:53 {\n  kubernetes k.example old.example in-addr.arpa\n  forward . /etc/resolv.conf\n}\n";
		expect(carry({ corefile }, { profile: "upstream" })).toMatchObject({
			clusterDomain: "k.example",
			stubDomains: [{ zone: "old.example" }],
		});
	});

	it("are the reverse names of NodeHosts, where the cluster's networks alone are asked of the cluster DNS", () => {
		const choice: CarryChoice = { profile: "upstream", clusterCidrs: ["10.42.0.0/16", "10.43.0.0/16"] };
		expect(stubsOf({ ...k3s, custom: {} }, choice)).toEqual(
			["node-1", "node-2", "1.0.0.10.in-addr.arpa", "2.0.0.10.in-addr.arpa"].map((zone) => ({ zone })),
		);
		const cidrs = ["10.0.0.0/8"];
		expect(stubsOf({ ...k3s, custom: {} }, { ...choice, clusterCidrs: cidrs })).toEqual([
			{ zone: "node-1" },
			{ zone: "node-2" },
		]);
	});

	it("leave the cluster's own domain to the cluster DNS, which may forward even that", () => {
		const corefile = "cluster.local {\n  forward . 10.1.1.1\n}\n.:53 {\n  forward . /etc/resolv.conf\n}\n";
		expect(stubsOf({ corefile }, { profile: "upstream", direct: true })).toEqual([]);
	});

	it("are refused by the profile article", () => {
		expect(() => carry(k3s, { profile: "article" })).toThrow(expect.objectContaining({ code: "LDNS482" }));
	});

	it.each(clusterCases)(
		"make a Corefile that the engine starts with: $title",
		({ title: _title, ...texts }) => {
			for (const choice of choices) {
				const { notes: _notes, ...settings } = carry(texts, choice);
				const { blocks } = buildNodeCorefile({ engine: "node-cache", ...choice, ...settings });
				const keys = blocks.flatMap((block) => block.keys);
				expect(new Set(keys).size).toBe(keys.length);
				expect(keys).toContain(".:53");
			}
		},
	);
});

const choices: CarryChoice[] = [
	{ profile: "resilient" },
	{ profile: "resilient", direct: true },
	{ profile: "resilient", externalUpstreams: ["192.0.2.1"] },
	{ profile: "resilient", externalUpstreams: ["192.0.2.1"], direct: true },
	{ profile: "upstream" },
	{ profile: "upstream", direct: true },
];

describe("the notes of an import", () => {
	it("gather the zones of one line", () => {
		expect(notesOf(k3s, { profile: "resilient", externalUpstreams: ["192.0.2.1"] })).toContain(
			"info: node-1, node-2: asked of the cluster DNS: hosts answers it",
		);
	});

	it("tell of names that come later", () => {
		const later = expect.stringContaining("a node that joins");
		expect(notesOf(k3s, { profile: "upstream" })).toContainEqual(later);
		expect(notesOf(k3s, { profile: "resilient", direct: true })).not.toContainEqual(later);
	});

	it("warn of names that are lost because other upstreams are wanted", () => {
		const corefile = ".:53 {\n  kubernetes cluster.local\n  forward . 10.0.0.53\n}\n";
		const choice: CarryChoice = { profile: "resilient", externalUpstreams: ["192.0.2.1"] };
		expect(notesOf({ corefile }, choice)).toEqual([
			expect.stringMatching(/^warning: .*10\.0\.0\.53.*no longer/),
		]);
		expect(notesOf({ corefile: corefile.replace("  forward", "  dns64\n  forward") }, choice)).toEqual([
			expect.stringMatching(/^warning: .*dns64 may change any answer/),
		]);
	});

	it("warn where each node has resolvers of its own", () => {
		expect(notesOf(k3s, { profile: "upstream" })).toContainEqual(
			expect.stringMatching(/^warning: .*each node's own resolvers/),
		);
	});

	it("warn of a cluster domain that the cluster DNS does not serve", () => {
		expect(notesOf(k3s, { profile: "resilient", clusterDomain: "k.example" })).toContainEqual(
			expect.stringMatching(/^warning: clusterDomain is k\.example/),
		);
		expect(notesOf({ corefile: ".:53 {\n  errors\n}\n" }, { profile: "resilient" })).toContainEqual(
			expect.stringMatching(/^warning: no kubernetes plugin/),
		);
	});

	it("tell of lines without effect", () => {
		expect(
			notesOf({ ...k3s, custom: { "a.override": "forward . 10.9.9.9" } }, { profile: "resilient" }),
		).toContainEqual(expect.stringMatching(/^info: forward \. \/etc\/resolv\.conf is never reached/));
	});
});
