import { type Markup, markup, type Part } from "../markup.ts";

/** A row of figures: what they are of, then a cell for each column; "" where there is nothing to say. */
export type FigureRow = readonly [label: string, ...cells: Part[]];

/** The head of a table of row groups. @param columns names of the figures' columns */
export function groupHead(first: string, columns: readonly string[]): Markup {
	return markup`<thead><tr>${[first, "", ...columns].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>`;
}

/** Rows that belong together, under one name. Where the page is narrow each cell stands below its column's name. */
export function rowGroup(name: Part, rows: readonly FigureRow[], columns: readonly string[]): Markup {
	const head = markup`<th scope="rowgroup" rowspan="${rows.length}">${name}</th>`;
	return markup`<tbody>${rows.map(
		([label, ...cells], index) =>
			markup`<tr>${index === 0 ? head : undefined}<td class="soft nowrap">${label}</td>${cells.map((cell, column) => markup`<td class="nowrap" data-label="${columns[column] ?? ""}">${cell}</td>`)}</tr>`,
	)}</tbody>`;
}
