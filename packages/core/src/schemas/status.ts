import * as z from "zod";
import { workloadSchema } from "./workload.ts";

/** What `localdns status -o json` prints. */
export const statusReportSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("StatusReport"),
	toolVersion: z.string(),
	cluster: z.object({ context: z.string(), server: z.string() }),
	namespace: z.string().describe("of the cache"),
	isWell: z.boolean().describe("the exit code is 0, else 1"),
	cache: z
		.object({
			isOurs: z.boolean().describe("made by localdns; the add-on and the article use the same names"),
			toolVersion: z.string().optional().describe("of the localdns that made it"),
			profile: z.enum(["resilient", "upstream"]).optional(),
			engine: z.enum(["node-cache", "coredns"]),
			mode: z.enum(["kubelet", "intercept"]),
			image: z.string(),
			addresses: z.array(z.string()),
			desired: z.int().nonnegative(),
			updated: z.int().nonnegative(),
			available: z.int().nonnegative(),
			isObserved: z.boolean().describe("false: the three numbers are of before the last change"),
		})
		.optional()
		.describe("absent where none is installed"),
	nodes: z
		.array(
			z.object({
				name: z.string(),
				role: z.enum(["server", "agent"]),
				state: z
					.enum([
						"asks-cache",
						"in-vain",
						"interrupted",
						"not-ready",
						"new",
						"cached",
						"without-cache",
						"returned",
					])
					.describe(
						"in-vain: new pods ask the cache and it is not ready there; new: they do not, although those of other nodes do; cached: it is ready, and nothing was turned yet",
					),
				record: z.enum(["turning", "turned", "returning", "returned"]).optional(),
			}),
		)
		.describe("by name"),
	operation: z
		.object({ holder: z.string(), renewedAt: z.string() })
		.optional()
		.describe("the run that holds the lock"),
	podsWithFormerNameserver: z
		.array(workloadSchema)
		.describe("on nodes that hand out the cache, and without it until they are recreated"),
	podsWithCacheAfterReturn: z
		.array(workloadSchema)
		.describe("on nodes that hand out the cluster DNS, and with the cache until they are recreated"),
	problems: z
		.array(
			z.object({
				code: z.string().regex(/^LDNS\d{3}$/),
				text: z.string(),
				hint: z.string(),
				nodes: z.array(z.string()),
				docs: z.string(),
			}),
		)
		.describe("empty when all is well"),
});
