import * as z from "zod";
import { workloadSchema } from "./workload.ts";

/** What every report of a change begins with. */
export const changeDocument = {
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	toolVersion: z.string(),
	cluster: z.object({
		context: z.string(),
		server: z.string(),
		uid: z.string().describe("of namespace kube-system"),
	}),
	dryRun: z.boolean().describe("what would be done; nothing was"),
	warnings: z.array(z.string()),
};

/** What went wrong, why, and what to do. */
export const problemSchema = z.object({
	code: z.string().regex(/^LDNS\d{3}$/),
	message: z.string(),
	cause: z.string().optional(),
	hint: z.string(),
});

const nodeSchema = z.object({
	node: z.string(),
	role: z.enum(["server", "agent"]),
	why: z
		.enum(["turned", "interrupted", "no-record"])
		.describe("no-record: it hands out the cache, and localdns has not noted a turn"),
	state: z
		.enum(["to-return", "returned", "refused", "undone", "unclear", "not-begun", "unready"])
		.describe("undone: it hands out the cache as before; unready: it does not report, and was left"),
	error: problemSchema.optional(),
});

const nodes = z.array(nodeSchema).describe("in the order of their return");
const asking = z.array(workloadSchema).describe("pods that may ask the cache until they are recreated");

/** What `localdns rollback -o json` prints. */
export const rollbackReportSchema = z.object({
	...changeDocument,
	kind: z.literal("RollbackReport"),
	nodes,
	asking,
});

/** What `localdns uninstall -o json` prints. */
export const uninstallReportSchema = z.object({
	...changeDocument,
	kind: z.literal("UninstallReport"),
	nodes,
	asking,
	lost: z.array(workloadSchema).describe("pods without DNS until they are recreated, by --force"),
	objects: z
		.array(
			z.object({
				apiVersion: z.string(),
				kind: z.string(),
				namespace: z.string().optional(),
				name: z.string(),
				state: z
					.enum(["to-delete", "deleted", "kept", "foreign"])
					.describe("kept: it was to be deleted and was not; foreign: somebody else has it now"),
			}),
		)
		.describe("in the order of deletion"),
	keptBecause: problemSchema.optional().describe("why the cache is still in place"),
});
