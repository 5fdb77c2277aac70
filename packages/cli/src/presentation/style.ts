import { styleText } from "node:util";

export type ColorWhen = "auto" | "always" | "never";

/** What a piece of text means; how that looks is decided here alone. */
export interface Style {
	strong(text: string): string;
	faint(text: string): string;
	good(text: string): string;
	bad(text: string): string;
	unsure(text: string): string;
}

/**
 * Whether to colour: the flag wins, then NO_COLOR (any value that is not empty), FORCE_COLOR (0 and
 * false forbid), TERM=dumb, and at last whether the output is a terminal.
 * @see https://no-color.org
 */
export function colorWanted(
	when: ColorWhen,
	env: { NO_COLOR?: string | undefined; FORCE_COLOR?: string | undefined; TERM?: string | undefined },
	isTerminal: boolean,
): boolean {
	if (when !== "auto") return when === "always";
	if ((env.NO_COLOR ?? "") !== "") return false;
	if ((env.FORCE_COLOR ?? "") !== "") return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
	return env.TERM !== "dumb" && isTerminal;
}

export function createStyle(color: boolean): Style {
	type Format = Parameters<typeof styleText>[0];
	const paint = (format: Format) => (text: string) =>
		color && text !== "" ? styleText(format, text, { validateStream: false }) : text;
	return {
		strong: paint("bold"),
		faint: paint("dim"),
		good: paint(["green", "bold"]),
		bad: paint(["red", "bold"]),
		unsure: paint("yellow"),
	};
}
