import * as z from "zod";
import { fieldsSchema } from "./diff.ts";
import { changeDocument, problemSchema } from "./removal.ts";

const ref = {
	apiVersion: z.string(),
	kind: z.string(),
	namespace: z.string().optional(),
	name: z.string(),
};

/** What `localdns install -o json` prints, and with `--dry-run` as well. */
export const installReportSchema = z.object({
	...changeDocument,
	kind: z.literal("InstallReport"),
	objects: z
		.array(
			z.object({
				...ref,
				change: z.enum(["create", "unchanged", "update", "adopt", "delete"]),
				fields: fieldsSchema.optional(),
				managers: z.array(z.string()).optional().describe("who made it, where it is adopted"),
			}),
		)
		.describe("the plan, in apply order, deletions last"),
	nodes: z
		.array(
			z.object({
				node: z.string(),
				role: z.enum(["server", "agent"]),
				canary: z.boolean(),
				why: z.enum(["not-yet", "interrupted", "other-addresses"]),
				state: z
					.enum(["to-turn", "turned", "not-turned", "refused", "undone", "unclear"])
					.describe("undone: it is as before; not-turned: not begun, or the cache was not tried there"),
				error: problemSchema.optional(),
			}),
		)
		.describe("in the order of their turns"),
	left: z
		.array(z.object({ node: z.string(), because: z.string() }))
		.describe("nodes that are not as wanted: with one of them the install is not complete"),
	requests: z.int().describe("sent to the API server"),
	seconds: z.number(),
	changed: z.array(z.object(ref)).optional().describe("objects that were written; absent in a dry run"),
	verified: z.array(z.string()).optional().describe("nodes on which a fresh pod resolved by the cache"),
	interrupted: z.boolean().optional(),
	error: problemSchema.optional().describe("what ended the install before nodes were turned"),
	takenBack: z
		.boolean()
		.optional()
		.describe("whether all that was applied was taken back; absent where nothing had to be"),
});
