import type { CodeFacts } from "./code-facts.ts";

/** LDNS1xx: the command line and files. */
export const commandLineCodes = {
	LDNS101: {
		hint: "localdns bench --help",
		exitCode: 2,
	},
	LDNS102: {
		hint: "localdns --help",
		exitCode: 2,
	},
	LDNS103: {
		hint: "choose another place, such as --out /tmp/run.json",
		exitCode: 2,
	},
	LDNS104: {
		hint: "ls -l FILE",
		exitCode: 2,
	},
	LDNS105: {
		hint: "localdns bench --lab --quick --out run.json",
		exitCode: 2,
	},
	LDNS106: {
		hint: "localdns render --help",
		exitCode: 2,
	},
} as const satisfies Record<string, CodeFacts>;
