import { styleText } from "node:util";

export type ColorChoice = "auto" | "always" | "never";

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
	choice: ColorChoice,
	env: { NO_COLOR?: string | undefined; FORCE_COLOR?: string | undefined; TERM?: string | undefined },
	isTerminal: boolean,
): boolean {
	if (choice !== "auto") return choice === "always";
	if ((env.NO_COLOR ?? "") !== "") return false;
	if ((env.FORCE_COLOR ?? "") !== "") return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
	return env.TERM !== "dumb" && isTerminal;
}

/** For a stream of this process. */
export function colorFor(choice: ColorChoice, stream: { isTTY?: boolean }): boolean {
	return colorWanted(choice, process.env, stream.isTTY === true);
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
