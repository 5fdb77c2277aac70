import { LocaldnsError } from "../errors.ts";

/** What serves DNS on the node: the node-cache image, or a full CoreDNS. */
export type Engine = "node-cache" | "coredns";

/** An engine at a version, and the CoreDNS inside it. */
export interface EngineVersion {
	readonly engine: Engine;
	/** Version of the image: `1.26.8` for node-cache, `1.15.0` for CoreDNS. */
	readonly version: string;
	/** Version of CoreDNS: which plugins and options exist depends on it. */
	readonly coreDns: string;
}

/**
 * node-cache image → CoreDNS inside (go.mod of kubernetes/dns and kubernetes-sigs/node-local-dns at
 * each tag).
 */
const nodeCacheImages: ReadonlyMap<string, string> = new Map([
	["1.26.4", "1.11.3"],
	["1.26.5", "1.12.2"],
	["1.26.6", "1.13.1"],
	["1.26.7", "1.13.1"],
	["1.26.8", "1.13.2"],
]);

/** What is built for unless a version is named. Both are tested with the real servers. */
const newestTested: Readonly<Record<Engine, string>> = { "node-cache": "1.26.8", coredns: "1.15.0" };

const oldestCoreDns = "1.11.3";
const newestCoreDns = "1.15.0";

/**
 * @param version a node-cache image version, or a CoreDNS version; a leading `v` is dropped.
 * @throws LocaldnsError LDNS401 for a version whose plugins and options are not known.
 */
export function engineVersion(engine: Engine, version: string = newestTested[engine]): EngineVersion {
	const plain = version.replace(/^v/, "");
	const coreDns = engine === "node-cache" ? nodeCacheImages.get(plain) : plain;
	if (coreDns === undefined) {
		throw unknown(engine, version, [...nodeCacheImages.keys()].join(", "));
	}
	const known =
		/^\d+\.\d+\.\d+$/.test(coreDns) && atLeast(coreDns, oldestCoreDns) && atLeast(newestCoreDns, coreDns);
	if (!known) throw unknown(engine, version, `${oldestCoreDns} to ${newestCoreDns}`);
	return { engine, version: plain, coreDns };
}

/** Whether a dotted version is the same as another or newer. */
export function atLeast(version: string, than: string): boolean {
	const right = than.split(".").map(Number);
	for (const [index, part] of version.split(".").map(Number).entries()) {
		const other = right[index] ?? 0;
		if (part !== other) return part > other;
	}
	return true;
}

const unknown = (engine: Engine, version: string, known: string): LocaldnsError =>
	new LocaldnsError(
		"LDNS401",
		`${engine} ${JSON.stringify(version)} is not a known version; known: ${known}`,
	);
