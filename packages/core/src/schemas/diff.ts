import * as z from "zod";

/** Fields of an object that would change. */
export const fieldsSchema = z.array(
	z.object({
		path: z.string().describe("with list keys: spec.template.spec.containers[name=node-cache].image"),
		from: z.unknown().optional().describe("absent where there is none"),
		to: z.unknown().optional().describe("absent where it would be taken away"),
		owners: z.array(z.string()).describe("other field managers that hold it: applying it is a conflict"),
	}),
);

/** What `localdns diff -o json` prints. */
export const diffReportSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("DiffReport"),
	toolVersion: z.string(),
	cluster: z.object({ context: z.string(), server: z.string() }),
	differs: z.boolean().describe("the exit code is 1, else 0"),
	objects: z
		.array(
			z.object({
				apiVersion: z.string(),
				kind: z.string(),
				namespace: z.string().optional(),
				name: z.string(),
				change: z
					.enum(["create", "unchanged", "update", "adopt", "delete"])
					.describe("adopt: localdns did not make it, and takes it over with --adopt only"),
				fields: fieldsSchema.optional(),
				managers: z.array(z.string()).optional().describe("who made it, where it would be adopted"),
			}),
		)
		.describe("in apply order, deletions last"),
	nodesToTurn: z
		.array(
			z.object({
				node: z.string(),
				role: z.enum(["server", "agent"]),
				canary: z.boolean(),
				why: z.enum(["not-yet", "interrupted", "other-addresses"]),
			}),
		)
		.describe("in the order of their turns"),
	nodesLeft: z.array(
		z.object({
			node: z.string(),
			because: z.string(),
			well: z.boolean().describe("it is as wanted"),
		}),
	),
});
