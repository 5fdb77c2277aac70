import { type ErrorCode, endingOf, errorCodes, explanations, LocaldnsError } from "@localdns/core";

const isCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text);

/** The text behind a code, or the list of all codes. Upper and lower case, with or without "LDNS". */
export function explain(asked: string | undefined): string {
	if (asked === undefined) {
		const lines = Object.entries(explanations).map(([code, entry]) => `${code}  ${entry.title}`);
		return `${lines.join("\n")}\n`;
	}
	const code = asked.toUpperCase().replace(/^(LDNS)?/, "LDNS");
	if (!isCode(code)) {
		throw new LocaldnsError(
			"LDNS101",
			`explain: read ${JSON.stringify(asked)}, which is no code of this version`,
			{
				hint: "localdns explain",
			},
		);
	}
	const { title, explanation } = explanations[code];
	const { hint } = errorCodes[code];
	return `${code}: ${title}\n\n${explanation}\n\nWhat to do: ${hint}\n${endingOf(code)}\n`;
}
