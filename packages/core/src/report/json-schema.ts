import { z } from "zod";
import { configSchema } from "../config/config.ts";
import { benchComparisonSchema } from "./comparison-schema.ts";
import { sampleSchema } from "./sample-schema.ts";
import { benchReportSchema, benchRunSchema } from "./schema.ts";

const documents = {
	"bench-report": { schema: benchReportSchema, title: "What `localdns bench -o json` prints" },
	"bench-run": { schema: benchRunSchema, title: "The run file that `localdns bench --out` writes" },
	"bench-comparison": {
		schema: benchComparisonSchema,
		title: "What `localdns bench compare -o json` prints",
	},
	config: { schema: configSchema, title: "The configuration file of `localdns render -f`" },
	"bench-sample": { schema: sampleSchema, title: "One line of `localdns bench -o ndjson`" },
};

/**
 * JSON Schemas (draft 2020-12) of what the tool prints and reads, by file name without `.schema.json`.
 * What is printed may gain fields within an apiVersion, so its schemas allow unknown ones; in the
 * configuration an unknown field is a mistake.
 */
export function jsonSchemas(): Record<string, object> {
	return Object.fromEntries(
		Object.entries(documents).map(([name, { schema, title }]) => [
			name,
			{ title, ...z.toJSONSchema(schema, { io: "input" }) },
		]),
	);
}
