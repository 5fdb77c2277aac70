import type { Language } from "../language/en.ts";
import { type Markup, markup, type Part } from "../markup.ts";
import { narrowWidth, wideWidth } from "../svg/lanes.ts";

interface Figure {
	title: string;
	/** How to read it, one or two sentences. */
	about: string;
	plot: Markup;
	/** What the plot shows, as figures. */
	numbers: DataTable;
	legend?: Markup;
	/** Two of these stand side by side. @default false */
	half?: boolean;
}

export interface DataTable {
	head: readonly string[];
	rows: readonly (readonly Part[])[];
}

export function figure({ title, about, plot, numbers, legend, half = false }: Figure, t: Language): Markup {
	return markup`<figure class="${half ? "half" : "full"}"><figcaption><h3>${title}</h3><p>${about}</p></figcaption>${plot}${legend}<details><summary>${t.page.showNumbers}</summary>${dataTable(numbers)}</details></figure>`;
}

export function dataTable({ head, rows }: DataTable): Markup {
	return markup`<div class="scroll"><table><thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(
		(row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
	)}</tbody></table></div>`;
}

/** Drawn twice: text of a plot cannot grow when the page is narrow, so a narrow page gets another plot. */
export function bothWidths(plot: (width: number) => Markup): Markup {
	return markup`${plot(wideWidth)}${plot(narrowWidth)}`;
}

export function legendOf(entries: readonly { swatch: string; text: string }[]): Markup {
	return markup`<div class="legend">${entries.map(({ swatch, text }) => markup`<span><i class="${swatch}"></i>${text}</span>`)}</div>`;
}
