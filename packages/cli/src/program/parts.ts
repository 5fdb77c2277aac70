import { Option } from "@commander-js/extra-typings";

/** Called once by a command with its exit code: see exit-code.ts, or that of the command which `lab exec` ran. */
export type End = (code: number) => void;

/** For options that may be given more than once. */
export const repeat = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** For options that take several values with commas between them. */
export const list = (value: string): string[] => value.split(",").map((part) => part.trim());

export const examples = (lines: string[]): string =>
	`\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}\n`;

/** What goes over the lab's link. */
export function overlayOption() {
	return new Option(
		"--overlay <name>",
		"tailscale: a real tailnet over the lab's link, direct or, with --link …,udp-limit=0, by DERP",
	).choices(["tailscale"] as const);
}

/** What a report for people is written in; JSON and what other programs read stay as they are. */
export function languageOption() {
	return new Option(
		"--lang <language>",
		"language of tables, short text and page: en, zh (Simplified Chinese)",
	)
		.choices(["en", "zh"] as const)
		.default("en" as const);
}

export function colorOption() {
	return new Option("--color <when>", "auto, always or never; NO_COLOR and FORCE_COLOR are honoured")
		.choices(["auto", "always", "never"] as const)
		.default("auto" as const);
}
