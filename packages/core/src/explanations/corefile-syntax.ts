import type { corefileSyntaxCodes } from "../error-codes/corefile-syntax.ts";
import type { Explanation } from "./explanation.ts";

const parser = "coredns/caddy: caddyfile/parse.go";

export const corefileSyntaxExplanations: Record<keyof typeof corefileSyntaxCodes, Explanation> = {
	LDNS410: {
		title: "A snippet without braces",
		explanation:
			"A block whose only key is a name in parentheses is a snippet, and its words must stand in braces. Unlike a server block, a snippet cannot do without them.",
		sources: [parser],
	},
	LDNS411: {
		title: "A Corefile ends too early",
		explanation:
			"The file ends while a brace is open or while a comma after a key promises another one. CoreDNS names the last word of the file; the message here names the line of the brace too. One case slips through: where the last word of the file closes a plugin's block, CoreDNS does not miss the brace of the server block.",
		sources: [parser],
	},
	LDNS412: {
		title: "No plugin of that name",
		explanation:
			"The first word of a line in a server block must be the name of a plugin that CoreDNS was compiled with, in lower case. Often it is a misspelling, or an option that slipped out of the braces of its plugin, or a brace glued to the word before it.",
		sources: [parser, "coredns/coredns: core/dnsserver/zdirectives.go"],
	},
	LDNS413: {
		title: "A comma with no key behind it",
		explanation:
			"A comma at the end of a server block's key says that another key follows, on the same line or the next. A brace follows instead.",
		sources: [parser],
	},
	LDNS414: {
		title: "A closing brace where none can stand",
		explanation:
			"A closing brace stands on the line of a plugin that opened none. The brace of a server block must begin a line; CoreDNS refuses a block on one line, such as `. { log }`.",
		sources: [parser],
	},
	LDNS415: {
		title: "An import that is no import",
		explanation:
			"The line must read `import NAME` with exactly one name, which is a snippet defined further up, a file, or a pattern with one wildcard. A reference to an environment variable that is not set counts as an empty name.",
		sources: [parser],
	},
	LDNS416: {
		title: "An import cannot be read",
		explanation:
			"The file does not exist, is a directory, cannot be read, or the pattern has more than one wildcard. Paths are relative to the file that the import stands in. A pattern that matches no file is accepted, a plain name is not.",
		sources: [parser],
	},
	LDNS417: {
		title: "A snippet is defined twice",
		explanation: "Two blocks of one Corefile, imported files included, define a snippet of the same name.",
		sources: [parser],
	},
	LDNS418: {
		title: "Imports or environment variables go in circles",
		explanation:
			"A snippet or file imports itself, directly or through others, until CoreDNS' cap of 10,000 snippets or 100,000 files is reached. Or the value of an environment variable refers to itself: CoreDNS would hang or run out of memory there, localdns stops.",
		sources: [parser],
	},
	LDNS419: {
		title: "A server block vanishes",
		explanation:
			"All keys of a server block are empty, because they are empty quotes or refer to environment variables that are not set. CoreDNS then drops the block, plugins and all, and says nothing.",
		sources: [parser],
	},
};
