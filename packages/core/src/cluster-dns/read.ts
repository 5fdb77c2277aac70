import { parseCorefile } from "../corefile/parse.ts";
import { type CorefileSyntaxError, syntaxError } from "../corefile/syntax-error.ts";
import type { ParsedServerBlock } from "../corefile/syntax-tree.ts";
import { longestZone } from "../corefile/zone-tree.ts";
import { corefilePath, customFiles } from "./custom-files.ts";
import type { ClusterDnsFacts, ClusterZone, Rest, WithoutEffect } from "./facts.ts";
import { type BlockFacts, readServerBlock } from "./server-block.ts";
import { type ServedKey, servedKey } from "./zone-names.ts";

/** The configuration of a cluster DNS, as texts. */
export interface ClusterDnsTexts {
	readonly corefile: string;
	/** K3s' list of node names, key NodeHosts of the ConfigMap `coredns`. */
	readonly nodeHosts?: string;
	/** The ConfigMap `coredns-custom`: key → text. @default none, since K3s makes it optional */
	readonly custom?: Readonly<Record<string, string>>;
}

/** What the cluster DNS answers from and how each part can be carried, or why its Corefile cannot be read. */
export type ClusterDnsResult =
	| { readonly ok: true; readonly facts: ClusterDnsFacts }
	| { readonly ok: false; readonly error: CorefileSyntaxError };

interface Served {
	readonly block: ParsedServerBlock;
	readonly zones: readonly string[];
	readonly ports: readonly number[];
}

/**
 * Reads what a cluster DNS answers and how. Plugins that are not known count as if they answered every name, so that
 * an import errs on the side of asking the cluster DNS.
 *
 * Errors: LDNS410–419 where CoreDNS would not take the Corefile, LDNS481 for a server block whose zone is not understood.
 */
export function readClusterDns({ corefile, nodeHosts, custom = {} }: ClusterDnsTexts): ClusterDnsResult {
	const parsed = parseCorefile(corefile, {
		file: corefilePath,
		readImport: customFiles(custom),
		knownDirectives: "any",
	});
	if (!parsed.ok) return parsed;
	const served: Served[] = [];
	for (const block of parsed.corefile.blocks) {
		const keys: ServedKey[] = [];
		for (const token of block.keyTokens) {
			const read = servedKey(token.text);
			if (!read.ok) return { ok: false, error: syntaxError("LDNS481", read.reason, token) };
			keys.push(read.key);
		}
		served.push({
			block,
			zones: keys.filter(({ plain }) => plain).flatMap(({ zones }) => zones),
			ports: keys.filter(({ plain }) => plain).map(({ port }) => port),
		});
	}
	return { ok: true, facts: factsOf(onServicePort(served), nodeHosts) };
}

/** The Service asks one port of the pod: 53, or in some distributions another one that every block listens on. */
function onServicePort(served: readonly Served[]): Served[] {
	const ports = served.flatMap(({ ports }) => ports);
	const port = ports.includes(53) ? 53 : ports[0];
	return served.filter(({ ports }) => port !== undefined && ports.includes(port));
}

function factsOf(served: readonly Served[], nodeHosts: string | undefined): ClusterDnsFacts {
	const blocks = served.map(({ block, zones }) => readServerBlock(block, { blockZones: zones, nodeHosts }));
	const allZones = new Set(served.flatMap(({ zones }) => zones));
	const zones: ClusterZone[] = [];
	const withoutEffect: WithoutEffect[] = blocks.flatMap((block) => block.withoutEffect);
	const isAnsweredBy = (index: number) => (zone: string) =>
		served[index]?.zones.includes(longestZone(allZones, zone) ?? "") === true;
	for (const [index, block] of blocks.entries()) {
		for (const zone of block.zones) {
			if (isAnsweredBy(index)(zone.zone)) zones.push(zone);
			else withoutEffect.push(neverAsked(zone, longestZone(allZones, zone.zone)));
		}
	}
	const kubernetes = blocks.flatMap((block, index) => block.kubernetes.filter(isAnsweredBy(index)));
	return {
		clusterDomains: unique(kubernetes.filter((zone) => !isReverse(zone) && zone !== ".")),
		reverseZones: unique(kubernetes.filter(isReverse)),
		zones,
		rest: restOfBlocks(blocks),
		withoutEffect,
	};
}

const neverAsked = ({ zone, by, at }: ClusterZone, answeredBy: string | undefined): WithoutEffect => ({
	text: `${by} for ${zone} is never asked: the server block ${answeredBy} answers for it`,
	at,
});

/** Several blocks serve `.` where views tell their clients apart, and to a view a node is not one of its pods. */
function restOfBlocks(blocks: readonly BlockFacts[]): Rest {
	const rests = blocks.flatMap(({ rest }) => rest ?? []);
	const [first = { kind: "nobody" } as const, second] = rests;
	if (second === undefined || !("at" in second)) return first;
	return { kind: "cluster", because: "several server blocks serve .", at: second.at };
}

const isReverse = (zone: string): boolean => /(^|\.)(in-addr|ip6)\.arpa$/.test(zone);

const unique = (zones: readonly string[]): string[] => [...new Set(zones)];
