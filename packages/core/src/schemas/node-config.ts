import * as z from "zod";

const fileSchema = z.object({
	path: z.string().describe("as the node sees it"),
	change: z.enum(["create", "edit", "remove"]),
});

const kubeletArgSchema = z.object({
	entry: z.string().describe("the entry; other than cluster-dns only by name"),
	origin: z.string().describe("file:line:column, or the unit's command line"),
	inForce: z.boolean(),
	why: z.string(),
});

/** What `localdns node-config plan|apply|revert -o json` prints. */
export const nodeConfigSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("NodeConfig"),
	toolVersion: z.string(),
	action: z.enum(["plan", "apply", "revert"]),
	root: z.string(),
	role: z.enum(["server", "agent"]).nullable(),
	unit: z.object({ name: z.string(), path: z.string() }).nullable(),
	configPath: z.string(),
	changed: z.boolean().describe("whether the files differ from what the action wants"),
	written: z.boolean(),
	files: z.array(fileSchema),
	diff: z.string().describe("unified; values of keys that hold secrets are hidden"),
	kubeletArgs: z.array(kubeletArgSchema).describe("in the order in which K3s gets them"),
	warnings: z.array(z.string()),
	next: z.array(z.string()).describe("commands, one of which makes K3s read the files"),
});
