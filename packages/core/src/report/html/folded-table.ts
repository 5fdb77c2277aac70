import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { type DataTable, dataTable } from "./figure.ts";
import { mostInSight, mostInTables } from "./limits.ts";

/** A table whose worst rows, which come first, are in sight, and of which more are folded away, within bounds. */
export function foldedTable({ head, rows }: DataTable, t: Language): Markup {
	const inSight = rows.slice(0, mostInSight);
	const folded = rows.slice(mostInSight, mostInTables);
	const beyond = rows.length - inSight.length - folded.length;
	return markup`<div class="facts-table">${dataTable({ head, rows: inSight })}</div>${
		folded.length === 0
			? undefined
			: markup`<details><summary>${t.page.more(folded.length)}</summary>${dataTable({ head, rows: folded })}</details>`
	}${beyond > 0 ? markup`<p class="facts">${t.page.beyond(beyond)}</p>` : undefined}`;
}
