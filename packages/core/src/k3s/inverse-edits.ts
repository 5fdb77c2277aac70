import type { TextEdit } from "../corefile/text-edit.ts";

/** Edits that take `applyEdits(source, edits)` back to `source`, byte for byte. */
export function inverseEdits(source: string, edits: readonly TextEdit[]): TextEdit[] {
	const inOrder = edits.toSorted((left, right) => left.start - right.start || left.end - right.end);
	let shift = 0;
	return inOrder.map(({ start, end, text }) => {
		const at = start + shift;
		shift += text.length - (end - start);
		return { start: at, end: at + text.length, text: source.slice(start, end) };
	});
}
