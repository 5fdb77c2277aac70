import { isMap, isScalar, type LineCounter, Scalar } from "yaml";
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

/**
 * Corefiles of the ConfigMaps: each text whose key has `corefile` in it, as `Corefile` and `Corefile.base`.
 *
 * @param lines of the source, as counted while its objects were read
 */
export function corefilesIn(
	objects: readonly ObjectNode[],
	source: string,
	lines: LineCounter,
): readonly EmbeddedCorefile[] {
	const written = source.split("\n");
	return objects.flatMap((object) => {
		const data = nodeAt(object, "data");
		if (textAt(object, "kind") !== "ConfigMap" || !isMap(data)) return [];
		return data.items.flatMap(({ key, value }) => {
			if (!isScalar(key) || !/corefile/i.test(String(key.value)) || !isScalar(value)) return [];
			if (typeof value.value !== "string") return [];
			const text = value.value;
			const offset = value.range?.[0] ?? 0;
			// Lines are counted from 1, so that this is the index of the one behind the block's header.
			const { line: first } = lines.linePos(offset);
			const isLiteral = value.type === Scalar.BLOCK_LITERAL;
			return [
				{
					configMap: textAt(object, "metadata", "name") ?? "",
					text,
					offset,
					lines: isLiteral ? literalLines(text, written, first) : undefined,
				},
			];
		});
	});
}

function literalLines(text: string, written: readonly string[], first: number): LiteralLines | undefined {
	const lines = text.split("\n");
	const at = lines.findIndex((line) => line.trim() !== "");
	const shown = written[first + at] ?? "";
	const indent = at === -1 ? 0 : leading(shown) - leading(lines[at] ?? "");
	const same = lines.every(
		(line, index) => line === "" || bare(written[first + index] ?? "").slice(indent) === bare(line),
	);
	return same && indent >= 0 ? { first, indent } : undefined;
}

const bare = (line: string): string => line.replace(/\r$/, "");

const leading = (line: string): number => line.length - line.trimStart().length;
