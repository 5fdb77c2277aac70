import { isMap, isScalar, Scalar } from "yaml";
import { nodeAt, type ObjectNode, textAt } from "./manifest-nodes.ts";

/** A Corefile inside a ConfigMap. */
export interface EmbeddedCorefile {
	readonly configMap: string;
	readonly text: string;
	/** Where its scalar begins in the manifest. */
	readonly offset: number;
	/** Undefined where the scalar's lines are not the Corefile's own, as in quotes. */
	readonly lines: LiteralLines | undefined;
}

/** A literal block: line `n` of the Corefile is line `first + n` of the manifest, behind an indentation. */
export interface LiteralLines {
	/** Index of the manifest's line, from 0. */
	readonly first: number;
	readonly indent: number;
}

/** Corefiles of the ConfigMaps: each text whose key has `corefile` in it, as `Corefile` and `Corefile.base`. */
export function corefilesIn(object: ObjectNode, source: string): readonly EmbeddedCorefile[] {
	const data = nodeAt(object, "data");
	if (textAt(object, "kind") !== "ConfigMap" || !isMap(data)) return [];
	return data.items.flatMap(({ key, value }) => {
		if (!isScalar(key) || !/corefile/i.test(String(key.value)) || !isScalar(value)) return [];
		if (typeof value.value !== "string") return [];
		const text = value.value;
		const offset = value.range?.[0] ?? 0;
		const lines = value.type === Scalar.BLOCK_LITERAL ? literalLines(text, offset, source) : undefined;
		return [{ configMap: textAt(object, "metadata", "name") ?? "", text, offset, lines }];
	});
}

function literalLines(text: string, offset: number, source: string): LiteralLines | undefined {
	const header = source.slice(0, offset).split("\n").length - 1;
	const written = source.split("\n").slice(header + 1);
	const lines = text.split("\n");
	const at = lines.findIndex((line) => line.trim() !== "");
	const indent =
		at === -1
			? 0
			: (written[at] ?? "").length - (written[at] ?? "").trimStart().length - leading(lines[at] ?? "");
	const same = lines.every(
		(line, index) => line === "" || bare(written[index] ?? "").slice(indent) === bare(line),
	);
	return same && indent >= 0 ? { first: header + 1, indent } : undefined;
}

const bare = (line: string): string => line.replace(/\r$/, "");

const leading = (line: string): number => line.length - line.trimStart().length;
