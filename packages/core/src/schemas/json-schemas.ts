import * as z from "zod";
import { type DocumentName, documents } from "./documents.ts";

/**
 * JSON Schemas (draft 2020-12) of what the tool prints and reads, by file name without `.schema.json`.
 * What is printed may gain fields within an apiVersion, so its schemas allow unknown ones; in the
 * configuration an unknown field is a mistake.
 */
export function jsonSchemas(): Record<DocumentName, object> {
	return Object.fromEntries(
		Object.entries(documents).map(([name, { schema, title }]) => [
			name,
			{ title, ...z.toJSONSchema(schema, { io: "input" }) },
		]),
	) as Record<DocumentName, object>;
}
