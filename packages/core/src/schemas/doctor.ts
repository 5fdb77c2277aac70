import * as z from "zod";
import { categories } from "../checks/check.ts";

const check = {
	id: z.string().describe("stable; for --check"),
	code: z.string().regex(/^LDNS\d{3}$/),
	category: z.enum(categories),
	title: z.string().describe("what is so when it is well"),
	docs: z.string().describe("page of the code in the repository"),
};

const document = {
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	toolVersion: z.string(),
};

/** What `localdns doctor -o json` prints. */
export const doctorReportSchema = z.object({
	...document,
	kind: z.literal("DoctorReport"),
	cluster: z.object({ context: z.string(), server: z.string() }),
	checks: z.array(
		z.object({
			...check,
			status: z
				.enum(["ok", "warning", "error", "unknown", "skipped"])
				.describe("unknown: it could not be found out; skipped: the question does not arise here"),
			text: z.string().describe("what was found, or why nothing was"),
			hint: z.string().optional().describe("what to do; of warnings and errors"),
			about: z.array(z.string()).optional().describe("all that is meant, where the text names only some"),
		}),
	),
});

/** What `localdns doctor --list -o json` prints. */
export const checkListSchema = z.object({
	...document,
	kind: z.literal("CheckList"),
	checks: z.array(
		z.object({
			...check,
			severity: z.enum(["error", "warning"]).describe("how bad it is when it is not well"),
			afterInstall: z.boolean().describe("left out with --pre"),
		}),
	),
});
