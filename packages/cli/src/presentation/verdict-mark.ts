import type { Language, Verdict } from "@localdns/core/report";
import type { Style } from "./style.ts";

/** A verdict as a word of its colour; `~` for no difference that could be detected, `–` for none at all. */
export function verdictMark(
	verdict: Verdict | null,
	style: Style,
	t: Language,
	spelling = (word: string) => word,
): string {
	if (verdict === null) return "–";
	const word = spelling(t.verdict[verdict]);
	switch (verdict) {
		case "better":
			return style.good(word);
		case "worse":
			return style.bad(word);
		case "same":
			return word;
		case "no-detectable-difference":
			return `~ ${word}`;
		case "inconclusive":
			return style.unsure(word);
	}
}
