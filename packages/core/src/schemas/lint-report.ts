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
	engine: z
		.object({
			name: z.enum(["node-cache", "coredns"]),
			version: z.string(),
			coreDns: z.string().describe("version of CoreDNS inside"),
		})
		.describe("asked for, or the default; a manifest's own image wins over the default"),
	files: z.array(z.string()),
	findings: z.array(finding).describe("what is left, in the order of the files and of their text"),
	fixed: z.array(finding).describe("what --fix has fixed"),
});
