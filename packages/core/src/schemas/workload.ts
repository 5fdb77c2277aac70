import * as z from "zod";

/** Pods of one workload on which the same can be said. */
export const workloadSchema = z.object({
	namespace: z.string(),
	workload: z.string().describe("such as Deployment/web"),
	pods: z.array(z.string()),
	nodes: z.array(z.string()),
	asks: z.enum(["cache", "cluster-dns", "either"]),
	recreate: z.string().describe("the command that recreates them; localdns never runs it"),
});
