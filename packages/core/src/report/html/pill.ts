import type { Verdict } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";

/** A verdict as a word on its colour. */
export function pill(verdict: Verdict, t: Language): Markup {
	return markup`<span class="pill ${verdict}">${t.verdict[verdict]}</span>`;
}
