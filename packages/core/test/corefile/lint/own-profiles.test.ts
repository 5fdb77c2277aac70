import { describe, expect, it } from "vitest";
import type { Engine } from "../../../src/corefile/engines.ts";
import type { IpFamily } from "../../../src/corefile/ip-family.ts";
import { lintCorefile } from "../../../src/corefile/lint/lint-corefile.ts";
import { buildNodeCorefile } from "../../../src/corefile/node-corefile.ts";
import type { Metrics, Mode, NodeCorefileSettings } from "../../../src/corefile/node-corefile-settings.ts";
import { nodeProcesses } from "../../../src/corefile/node-processes.ts";
import { printCorefile } from "../../../src/corefile/print.ts";

const engines: readonly (readonly [Engine, string])[] = [
	["node-cache", "1.26.8"],
	["coredns", "1.13.2"],
	["coredns", "1.14.4"],
	["coredns", "1.15.0"],
];
const modes: readonly Mode[] = ["kubelet", "intercept"];
const families: readonly IpFamily[] = ["ipv4", "ipv6", "dual"];
const metrics: readonly Metrics[] = ["node", "local", "off"];

const all: readonly NodeCorefileSettings[] = engines.flatMap(([engine, engineVersion]) =>
	modes
		.filter((mode) => mode === "kubelet" || engine === "node-cache")
		.flatMap((mode) =>
			families.flatMap((ipFamily) =>
				metrics.map(
					(each): NodeCorefileSettings => ({
						profile: "resilient",
						engine,
						engineVersion,
						mode,
						ipFamily,
						metrics: each,
					}),
				),
			),
		),
);

describe("lint of what localdns builds itself", () => {
	it.each(all)("has nothing to say: $engine $engineVersion $mode $ipFamily, metrics $metrics", (settings) => {
		for (const each of nodeProcesses(settings)) {
			const text = printCorefile(buildNodeCorefile(each));
			const { engine, engineVersion } = settings;
			const result = lintCorefile(text, {
				engine,
				...(engineVersion === undefined ? {} : { engineVersion }),
			});
			expect(result.findings).toEqual([]);
		}
	});

	it("names the article's defects, each in its place", () => {
		const text = printCorefile(buildNodeCorefile({ profile: "article", engine: "node-cache" }));
		const { findings } = lintCorefile(text);
		const seen = findings.map(
			({ code, line, column }) => `${code} ${text.split("\n")[line - 1]?.slice(column - 1)}`,
		);
		expect(seen).toEqual([
			"LDNS450 .:53 {",
			"LDNS434 force_tcp",
			"LDNS438 119.29.29.29",
			"LDNS439 119.29.29.29",
			"LDNS441 log",
			"LDNS442 :9253",
		]);
	});
});
