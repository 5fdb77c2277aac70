import type { CodeFacts } from "./code-facts.ts";

/** LDNS4xx: building a Corefile and its objects. */
export const corefileCodes = {
	LDNS401: {
		hint: "leave the version out to use the newest tested one",
		exitCode: 2,
	},
	LDNS402: {
		hint: "localdns render --engine coredns",
		exitCode: 2,
	},
	LDNS403: {
		hint: "localdns render --engine coredns",
		exitCode: 2,
	},
	LDNS404: {
		hint: "join the two into one, or move one to a server block of its own",
		exitCode: 2,
	},
	LDNS405: {
		hint: "choose a value within the range in the message",
		exitCode: 2,
	},
	LDNS406: {
		hint: "change the text in the message",
		exitCode: 2,
	},
	LDNS407: {
		hint: "localdns render --mode kubelet",
		exitCode: 2,
	},
} as const satisfies Record<string, CodeFacts>;
