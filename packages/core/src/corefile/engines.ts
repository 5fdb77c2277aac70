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
 * CoreDNS inside node-cache since each image (go.mod of kubernetes/dns and kubernetes-sigs/node-local-dns at each tag),
 * newest first.
 */
const nodeCacheImages: readonly (readonly [image: string, coreDns: string])[] = [
	["1.26.8", "1.13.2"],
	["1.26.6", "1.13.1"],
	["1.26.5", "1.12.2"],
	["1.24.0", "1.11.3"],
	["1.22.14", "1.10.0"],
	["1.22.0", "1.7.0"],
];

/** The last patch release of each minor version that facts are known about; all before it exist. */
const lastPatches: Readonly<Record<Engine, Readonly<Record<string, number>>>> = {
	"node-cache": { "1.22": 28, "1.23": 1, "1.24": 1, "1.25": 0, "1.26": 8 },
	coredns: { "1.11": 4, "1.12": 4, "1.13": 2, "1.14": 7, "1.15": 0 },
};

/** What is built for unless a version is named. Both are tested with the real servers. */
const newestTested: Readonly<Record<Engine, string>> = { "node-cache": "1.26.8", coredns: "1.15.0" };

/**
 * @param version a node-cache image version, or a CoreDNS version; a leading `v` is dropped.
 * @throws LocaldnsError LDNS401 for a version whose plugins and options are not known.
 */
export function engineVersion(engine: Engine, version: string = newestTested[engine]): EngineVersion {
	const plain = version.replace(/^v/, "");
	const [, minor = "", patch] = /^(\d+\.\d+)\.(0|[1-9]\d*)$/.exec(plain) ?? [];
	const patches = lastPatches[engine];
	const last = Object.hasOwn(patches, minor) ? patches[minor] : undefined;
	if (patch === undefined || last === undefined || Number(patch) > last) throw unknown(engine, version);
	const image = nodeCacheImages.find(([since]) => atLeast(plain, since));
	return { engine, version: plain, coreDns: engine === "coredns" || image === undefined ? plain : image[1] };
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

function unknown(engine: Engine, version: string): LocaldnsError {
	const known = Object.entries(lastPatches[engine]).map(([minor, last]) =>
		last === 0 ? `${minor}.0` : `${minor}.0–${minor}.${last}`,
	);
	return new LocaldnsError(
		"LDNS401",
		`${engine} ${JSON.stringify(version)} is not a known version; known: ${known.join(", ")}`,
	);
}
