/** Where something is written. Lines and columns count from 1; a column counts UTF-16 units. */
export interface Place {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** `file:line:column`, as editors and compilers write it. */
export function placeText({ file, line, column }: Place): string {
	return `${file}:${line}:${column}`;
}

/** Offsets to places, for one text. Only \n ends a line, as \r\n does by its second half. */
export function placesIn(file: string, text: string): (offset: number) => Place {
	const starts = [0];
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return (offset) => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
	};
}
