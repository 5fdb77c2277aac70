/** Replaces a stretch of a text; `start === end` inserts. Offsets are UTF-16 units, `end` is exclusive. */
export interface TextEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** The text with all edits made at once; every byte outside them stays. Edits must not overlap. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
	const inOrder = edits.toSorted((left, right) => left.start - right.start || left.end - right.end);
	let result = "";
	let done = 0;
	for (const { start, end, text } of inOrder) {
		if (start < done) throw new Error(`edits overlap at ${start}`);
		result += source.slice(done, start) + text;
		done = end;
	}
	return result + source.slice(done);
}
