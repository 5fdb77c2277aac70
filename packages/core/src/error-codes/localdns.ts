import type { CodeFacts } from "./code-facts.ts";

/** LDNS9xx: localdns itself. */
export const localdnsCodes = {
	LDNS900: {
		hint: "report the message with all its lines and the command line, and try again with another seed",
		exitCode: 3,
	},
	LDNS901: {
		hint: "npx --package=node@24 --package=localdns localdns version",
		exitCode: 2,
	},
} as const satisfies Record<string, CodeFacts>;
