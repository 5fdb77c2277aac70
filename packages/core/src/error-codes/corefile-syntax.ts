import type { CodeFacts } from "./code-facts.ts";

/** LDNS410–419: a Corefile that CoreDNS' parser does not take, or takes otherwise than it looks. */
export const corefileSyntaxCodes = {
	LDNS410: {
		hint: "put { behind the snippet's name",
		exitCode: 1,
		severity: "error",
	},
	LDNS411: {
		hint: "close the brace, or finish the list of keys, before the file ends",
		exitCode: 1,
		severity: "error",
	},
	LDNS412: {
		hint: "correct the name; for a CoreDNS with plugins of its own: localdns corefile parse --any-plugin FILE",
		exitCode: 1,
		severity: "error",
	},
	LDNS413: {
		hint: "delete the comma before the brace",
		exitCode: 1,
		severity: "error",
	},
	LDNS414: {
		hint: "move the closing brace to a line of its own",
		exitCode: 1,
		severity: "error",
	},
	LDNS415: {
		hint: "write one name behind import: a file, a pattern with one *, or a snippet",
		exitCode: 1,
		severity: "error",
	},
	LDNS416: {
		hint: "create the file, or correct the path; it is relative to the file that imports it",
		exitCode: 1,
		severity: "error",
	},
	LDNS417: {
		hint: "rename one of the two snippets",
		exitCode: 1,
		severity: "error",
	},
	LDNS418: {
		hint: "break the circle of imports or variables",
		exitCode: 1,
		severity: "error",
	},
	LDNS419: {
		hint: "give the server block a key, or set the environment variable in it",
		exitCode: 1,
		severity: "warning",
	},
} as const satisfies Record<string, CodeFacts>;
