import fc from "fast-check";
import { expect, it } from "vitest";
import { carryClusterDns } from "../../src/cluster-dns/carry.ts";
import { clusterDnsTexts } from "../../src/cluster-dns/config-maps.ts";
import { readClusterDns } from "../../src/cluster-dns/read.ts";
import { buildNodeCorefile } from "../../src/corefile/node-corefile.ts";
import { parseCorefile } from "../../src/corefile/parse.ts";
import { printCorefile } from "../../src/corefile/print.ts";
import { parseZoneKey } from "../../src/corefile/zone-key.ts";
import { clusterCases } from "./cluster-corefiles.ts";

const words = [
	..."{ } { } \n \n . .:53 a.example:53 tls://b.example 10.0.0.0/8 fd00::/9 {$X} __proto__ constructor".split(
		" ",
	),
	..."forward . /etc/resolv.conf 10.1.1.1 tls://9.9.9.9%n [::1]:53 except next policy sequential".split(" "),
	..."hosts /etc/coredns/NodeHosts fallthrough 10.0.0.1 node rewrite name regex suffix (.*)\\.a\\.$ stop".split(
		" ",
	),
	..."template IN ANY match kubernetes cluster.local import custom/*.override /x/y route53 a:b file".split(
		" ",
	),
];
const words$ = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(" "));
const texts$ = fc.oneof(
	words$,
	fc.string({ unit: "binary" }),
	fc
		.tuple(fc.constantFrom(...clusterCases), fc.nat(2000), fc.nat(6), words$)
		.map(([{ corefile }, at, gone, put]) => {
			const cut = at % (corefile.length + 1);
			return corefile.slice(0, cut) + put + corefile.slice(cut + gone);
		}),
);

it("any text at all is read, or refused with a place, and what is read makes a Corefile", () => {
	let read = 0;
	fc.assert(
		fc.property(texts$, texts$, fc.string(), (corefile, custom, nodeHosts) => {
			const result = readClusterDns({
				corefile,
				nodeHosts,
				custom: { "a.override": custom, "b.server": custom },
			});
			if (!result.ok) {
				expect(result.error).toMatchObject({
					code: expect.stringMatching(/^LDNS4/),
					line: expect.any(Number),
				});
				return;
			}
			read += 1;
			for (const profile of ["resilient", "upstream"] as const) {
				const { notes: _notes, ...carried } = carryClusterDns(result.facts, { profile, direct: true });
				const corefile = buildNodeCorefile({ profile, engine: "coredns", ...carried });
				const again = parseCorefile(printCorefile(corefile));
				if (!again.ok) throw new Error(again.error.message);
				expect(again.corefile.blocks.map(({ keys }) => keys)).toEqual(
					corefile.blocks.map(({ keys }) => keys),
				);
				for (const key of corefile.blocks.flatMap(({ keys }) => keys)) {
					expect(parseZoneKey(key)).toMatchObject({
						ok: true,
						key: { port: 53, zones: [expect.any(String)] },
					});
				}
			}
		}),
		{ numRuns: 1500, seed: 480 },
	);
	expect(read).toBeGreaterThan(150);
}, 60_000);

it("any text at all is a set of ConfigMaps or an LDNS480", () => {
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
			const found = clusterDnsTexts(text, "cm.yaml");
			if (!found.ok) expect(found.error.code).toBe("LDNS480");
		}),
		{ numRuns: 1000, seed: 480 },
	);
});
