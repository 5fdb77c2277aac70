import * as z from "zod";

const code = z.string().regex(/^LDNS\d{3}$/);
const file = z.string().describe("as named on the command line; - for the standard input");

const token = z.object({
	text: z.string(),
	line: z.number().int().positive(),
	file: z.string().optional().describe("where the word stands, if in another file that was imported"),
});

const place = {
	file: z.string(),
	line: z.number().int().positive(),
	column: z.number().int().positive().describe("in characters"),
	text: z.string().describe("the word at that place"),
};

const common = {
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("Corefile"),
	file,
};

const accepted = z.object({
	...common,
	ok: z.literal(true),
	blocks: z.array(
		z.object({
			keys: z.array(z.string()),
			directives: z
				.array(
					z.object({
						name: z.string(),
						tokens: z.array(token).describe("name, arguments, braces and all between them"),
					}),
				)
				.describe("in the order of the text; CoreDNS joins those of one name later"),
		}),
	),
	warnings: z.array(z.object({ code, message: z.string(), ...place })),
});

const refused = z.object({
	...common,
	ok: z.literal(false),
	error: z.object({
		code,
		message: z.string(),
		hint: z.string(),
		...z.object(place).partial().shape,
	}),
});

/** A line of what `localdns corefile parse -o json` prints. */
export const corefileSchema = z.discriminatedUnion("ok", [accepted, refused]);
