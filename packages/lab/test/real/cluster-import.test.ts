import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CarryChoice, carryClusterDns, readClusterDns } from "@localdns/core/cluster-dns";
import { buildNodeCorefile, type Engine, printCorefile } from "@localdns/core/corefile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CoreDnsVersion, coreDnsVersions, provideCoreDns } from "../../src/servers/coredns.ts";
import {
	answering,
	type Cluster,
	clusters,
	folderOf,
	layDown,
	nodeHosts,
	publicResolver,
	questions,
} from "./cluster-import-clusters.ts";
import { askAll, cacheAddress, clusterDns, external, type Round, stubs } from "./cluster-import-plan.ts";

let binaries: Record<CoreDnsVersion, string>;
const folder = mkdtempSync(join(tmpdir(), "localdns-cluster-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
	binaries = await provideCoreDns(coreDnsVersions, undefined, () => {});
}, 600_000);

const engines = [
	["node-cache", "1.13.2"],
	["coredns", "1.15.0"],
] as const satisfies [Engine, CoreDnsVersion][];

const choices: CarryChoice[] = [
	{ profile: "resilient" },
	{ profile: "resilient", direct: true },
	{ profile: "resilient", externalUpstreams: [external] },
	{ profile: "resilient", externalUpstreams: [external], direct: true },
	{ profile: "upstream" },
	{ profile: "upstream", direct: true },
	{ profile: "upstream", clusterCidrs: ["10.42.0.0/16", "10.43.0.0/16"] },
];

/** What node-cache writes in place of its placeholders, and the resolv.conf of this test's node. */
const filled = (corefile: string, cluster: string): string =>
	corefile
		.replaceAll("__PILLAR__CLUSTER__DNS__", clusterDns)
		.replaceAll("__PILLAR__UPSTREAM__SERVERS__", external)
		.replaceAll("/etc/resolv.conf", join(folderOf(folder, cluster), "resolv.conf"));

function nodeCorefile(cluster: Cluster, engine: Engine, choice: CarryChoice, imported: boolean): string {
	const read = readClusterDns({ corefile: cluster.corefile, nodeHosts, custom: cluster.custom });
	if (!read.ok) throw new Error(read.error.message);
	const { notes: _notes, ...carried } = carryClusterDns(read.facts, choice);
	const { direct: _direct, ...settings } = choice;
	const corefile = buildNodeCorefile({ engine, ...settings, ...(imported ? carried : {}) });
	return filled(printCorefile(corefile), cluster.name);
}

/** Questions whose answers differ, each with both answers. */
const differences = (before: readonly string[], after: readonly string[]): string[] =>
	questions.flatMap((question, index) =>
		before[index] === after[index] ? [] : [`${question}: ${before[index]} became ${after[index]}`],
	);

describe.each(clusters)("$name", (cluster) => {
	const variants = engines.flatMap(([engine, version]) =>
		choices.flatMap((choice) => [true, false].map((imported) => ({ engine, version, choice, imported }))),
	);
	let answers: (readonly string[])[] = [];

	beforeAll(async () => {
		const coredns = binaries["1.15.0"];
		const background = [
			layDown(folder, cluster),
			answering(stubs[0], "198.51.100.11"),
			answering(stubs[1], "198.51.100.12"),
			answering("127.0.0.1", "198.51.100.53", 5399),
			publicResolver,
		].map((corefile) => ({ coredns, corefile }));
		const rounds: Round[] = [
			{ server: clusterDns, questions },
			...variants.map(({ engine, version, choice, imported }) => ({
				server: cacheAddress,
				questions,
				cache: { coredns: binaries[version], corefile: nodeCorefile(cluster, engine, choice, imported) },
			})),
		];
		answers = await askAll(folder, background, rounds);
	}, 170_000);

	const [before, ...after] = [0, ...variants.map((_, index) => index + 1)].map(
		(index) => () => answers[index] ?? [],
	);

	it("answers every question itself", () => {
		expect(before?.()).toHaveLength(questions.length);
		expect(before?.().filter((answer) => /no answer|SERVFAIL|REFUSED/.test(answer))).toEqual([]);
	});

	it.each(variants.map((variant, index) => ({ ...variant, index })).filter(({ imported }) => imported))(
		"gives the same answers through the cache: $engine, $choice",
		({ index, choice }) => {
			const changed = differences(before?.() ?? [], after[index]?.() ?? []);
			expect(changed.filter((line) => !isLoss(cluster, choice, line))).toEqual([]);
		},
	);

	it.each(variants.map((variant, index) => ({ ...variant, index })).filter(({ imported }) => !imported))(
		"and loses names without the import, wherever others are asked: $engine, $choice",
		({ index, choice }) => {
			const changed = differences(before?.() ?? [], after[index]?.() ?? []);
			const elsewhere = choice.profile === "upstream" || choice.externalUpstreams !== undefined;
			if (elsewhere) expect(changed.length).toBeGreaterThanOrEqual(15);
			else expect(changed).toEqual([]);
		},
	);
});

it("keeps stub domains that are asked directly through an outage of the cluster DNS, and no others", async () => {
	const [cluster] = clusters as [Cluster];
	const asked = ["www.corp.example. A", "x.below.corp.example. A", "www.tcp.example. A", "node-1. A"];
	const rounds = [false, true].map((direct) => ({
		server: cacheAddress,
		questions: asked,
		cache: {
			coredns: binaries["1.15.0"],
			corefile: nodeCorefile(cluster, "coredns", { profile: "resilient", direct }, true),
		},
	}));
	const background = [answering(stubs[0], "198.51.100.11"), answering(stubs[1], "198.51.100.12")];
	const answers = await askAll(
		folder,
		background.map((corefile) => ({ coredns: binaries["1.15.0"], corefile })),
		rounds,
	);
	const statusOf = (answer: string) => answer.split(" ")[0];
	expect(answers.map((each) => each.map(statusOf))).toEqual([
		["SERVFAIL", "SERVFAIL", "SERVFAIL", "SERVFAIL"],
		["NOERROR", "SERVFAIL", "NOERROR", "SERVFAIL"],
	]);
});

/** Names of no zone that other upstreams were wanted for: the import warns of them. */
const isLoss = (cluster: Cluster, { externalUpstreams }: CarryChoice, line: string): boolean =>
	externalUpstreams !== undefined &&
	cluster.name === "K3s with private upstreams" &&
	/^(www|nowhere)\.public|^private\.rest/.test(line);
