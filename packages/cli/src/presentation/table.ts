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
 * A cell may have several lines. cli-table3 colours by default; here colour comes in the cells or not at all.
 */
export function renderColumns(rows: readonly (readonly string[])[]): string {
	const table = new Table({
		chars: noBorder,
		style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
	});
	for (const row of rows) table.push([...row]);
	return table
		.toString()
		.split("\n")
		.map((line) => line.trimEnd())
		.join("\n");
}
