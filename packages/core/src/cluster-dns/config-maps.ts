import { parseAllDocuments } from "yaml";
import { LocaldnsError } from "../errors.ts";
import type { ClusterDnsTexts } from "./read.ts";

/** What reading the ConfigMaps gave: their texts, or why they cannot be read. */
export type ClusterDnsTextsResult =
	| { readonly ok: true; readonly texts: ClusterDnsTexts }
	| { readonly ok: false; readonly error: LocaldnsError };

interface ConfigMap {
	readonly name: string;
	readonly data: Readonly<Record<string, string>>;
	/** Keys of what is no text. */
	readonly binary: readonly string[];
}

class Unreadable extends Error {}

/**
 * Finds the configuration of a cluster DNS among ConfigMaps: what `kubectl get configmap coredns coredns-custom -o yaml`
 * prints (YAML or JSON; a List, one object, or several documents). The Corefile is in `coredns`, or else in the only
 * ConfigMap with a key Corefile, as RKE2 calls it otherwise. Any other text is an LDNS480.
 */
export function clusterDnsTexts(text: string, fileName: string): ClusterDnsTextsResult {
	try {
		return { ok: true, texts: textsOf(configMapsOf(text)) };
	} catch (error) {
		// The YAML library meets a document nested thousands deep with a RangeError of the engine.
		const reason =
			error instanceof Unreadable ? error.message : "it is nested too deeply, or refers to itself";
		return { ok: false, error: new LocaldnsError("LDNS480", `${fileName}: ${reason}`) };
	}
}

function configMapsOf(text: string): ConfigMap[] {
	const documents = parseAllDocuments(text, { uniqueKeys: true });
	if ("empty" in documents) return [];
	return documents.flatMap((document) => {
		const [problem] = document.errors;
		if (problem !== undefined) {
			const [at] = problem.linePos ?? [];
			const where = at === undefined ? "" : ` at line ${at.line}, column ${at.col}`;
			throw new Unreadable(`no YAML${where}: ${problem.message.split("\n")[0]}`);
		}
		return objectsOf(document.toJS()).flatMap(configMapOf);
	});
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The object itself, or the items of a List. */
function objectsOf(value: unknown): Record<string, unknown>[] {
	if (!isRecord(value)) return [];
	return Array.isArray(value.items) ? value.items.filter(isRecord) : [value];
}

function configMapOf({ kind, metadata, data, binaryData }: Record<string, unknown>): ConfigMap[] {
	if (kind !== "ConfigMap" || !isRecord(metadata) || typeof metadata.name !== "string") return [];
	const entries = Object.entries(isRecord(data) ? data : {});
	for (const [key, value] of entries) {
		if (typeof value !== "string") throw new Unreadable(`ConfigMap ${metadata.name}: ${key} is no text`);
	}
	return [
		{
			name: metadata.name,
			data: Object.fromEntries(entries) as Record<string, string>,
			binary: Object.keys(isRecord(binaryData) ? binaryData : {}),
		},
	];
}

function textsOf(maps: readonly ConfigMap[]): ClusterDnsTexts {
	const main = mainOf(maps);
	const custom = only(maps, "coredns-custom");
	for (const { name, binary } of [main, ...custom]) {
		if (binary[0] !== undefined) throw new Unreadable(`ConfigMap ${name}: ${binary[0]} is binary data`);
	}
	const { Corefile: corefile = "", NodeHosts: nodeHosts } = main.data;
	return {
		corefile,
		...(nodeHosts === undefined ? {} : { nodeHosts }),
		...(custom[0] === undefined ? {} : { custom: custom[0].data }),
	};
}

function mainOf(maps: readonly ConfigMap[]): ConfigMap {
	const able = maps.filter(({ data }) => data.Corefile !== undefined);
	const named = only(able, "coredns");
	const [first, second] = named.length === 1 ? named : able;
	if (first === undefined) throw new Unreadable("no ConfigMap with a key Corefile is there");
	if (second !== undefined) {
		throw new Unreadable(
			`several ConfigMaps have a key Corefile: ${able.map(({ name }) => name).join(", ")}`,
		);
	}
	return first;
}

function only(maps: readonly ConfigMap[], name: string): ConfigMap[] {
	const found = maps.filter((map) => map.name === name);
	if (found.length > 1) throw new Unreadable(`ConfigMap ${name} is there ${found.length} times`);
	return found;
}
