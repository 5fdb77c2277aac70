import type { CodeFacts } from "./code-facts.ts";

/** LDNS3xx: measurement. */
export const measurementCodes = {
	LDNS301: {
		hint: "localdns bench --help",
		exitCode: 2,
	},
	LDNS302: {
		hint: "free some memory, or ask for a lower --rate, and run the same command again",
		exitCode: 3,
	},
	LDNS345: {
		hint: "localdns bench --help",
		exitCode: 2,
	},
	LDNS346: {
		hint: "localdns bench report --help",
		exitCode: 2,
	},
} as const satisfies Record<string, CodeFacts>;
