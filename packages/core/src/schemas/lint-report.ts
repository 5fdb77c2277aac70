import * as z from "zod";

const finding = z.object({
	code: z.string().regex(/^LDNS\d{3}$/),
	severity: z.enum(["error", "warning", "info"]),
	file: z
		.string()
		.describe(
			"as named on the command line; - for the standard input; another one where an import brought it in",
		),
	line: z.number().int().positive(),
	column: z.number().int().positive().describe("in characters"),
	message: z.string(),
	fix: z.string().describe("what to do"),
	fixable: z.boolean().describe("whether lint --fix does it"),
});

/** What `localdns lint -o json` prints. */
export const lintReportSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("LintReport"),
	toolVersion: z.string(),
	files: z.array(
		z.object({
			file: z.string(),
			engine: z
				.enum(["node-cache", "coredns"])
				.describe("who reads it: asked for, or a manifest's own image, or the default"),
			engineVersion: z.string(),
			coreDns: z.string().describe("version of CoreDNS inside"),
		}),
	),
	findings: z.array(finding).describe("what is left, in the order of the files and of their text"),
	fixed: z.array(finding).describe("what --fix has fixed"),
});
