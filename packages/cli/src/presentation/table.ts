import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";

const noBorder = {
	top: "",
	"top-mid": "",
	"top-left": "",
	"top-right": "",
	bottom: "",
	"bottom-mid": "",
	"bottom-left": "",
	"bottom-right": "",
	left: "",
	"left-mid": "",
	mid: "",
	"mid-mid": "",
	right: "",
	"right-mid": "",
	middle: "   ",
};

/**
 * Rows as columns without borders: readable when piped, and nothing to strip for `awk`.
 * A cell may have several lines; a row of one cell is a heading across all columns. With a `width` the last column is prose and wraps to fit.
 * cli-table3 colours by default; here colour comes in the cells or not at all.
 */
export function renderColumns(rows: readonly (readonly string[])[], width?: number): string {
	const table = new Table({
		chars: noBorder,
		style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
		...(width === undefined ? {} : { wordWrap: true, colWidths: widthsWithin(rows, width) }),
	});
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const proseWidth = width === undefined ? undefined : widthsWithin(rows, width).at(-1);
	const broken = (cell: string, column: number): string =>
		proseWidth === undefined || column < columns - 1 ? cell : breakFullWidth(cell, proseWidth);
	for (const row of rows) {
		const [only] = row;
		table.push(
			row.length === 1 && only !== undefined ? [{ content: only, colSpan: columns }] : row.map(broken),
		);
	}
	return table
		.toString()
		.split("\n")
		.map((line) => line.trimEnd())
		.join("\n");
}

// Chinese characters, and punctuation as wide as they are (Unicode TR 11, W and F).
const fullWidth =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

// A character as wide as two, with the punctuation that may not begin a line; or a run of others with the blanks after it.
const breakable =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uff00-\uff60][，。；：、）”]*|[^\s\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uff00-\uff60]+\s*|\s+/gu;

/** Breaks a line of Chinese, in which there are no blanks to wrap at, wherever it may be broken. Other text stays as it is. */
function breakFullWidth(text: string, width: number): string {
	if (text.match(fullWidth) === null) return text;
	const lines: string[] = [];
	let line = "";
	for (const [piece] of text.matchAll(breakable)) {
		if (line !== "" && cellWidth(line + piece.trimEnd()) > width) {
			lines.push(line.trimEnd());
			line = "";
		}
		line += piece;
	}
	return [...lines, line].join("\n");
}

/** Columns that a cell takes on the terminal. */
export function cellWidth(cell: string): number {
	return Math.max(
		...stripVTControlCharacters(cell)
			.split("\n")
			.map((line) => line.length + (line.match(fullWidth)?.length ?? 0)),
	);
}

export const columnGap = noBorder.middle.length;
const narrowestProse = 30;

function widthsWithin(rows: readonly (readonly string[])[], width: number): number[] {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const fixed = Array.from({ length: columns - 1 }, (_, index) =>
		Math.max(...rows.map((row) => cellWidth(row[index] ?? ""))),
	);
	const used = fixed.reduce((sum, each) => sum + each + columnGap, 0);
	return [...fixed, Math.max(narrowestProse, width - used)];
}
