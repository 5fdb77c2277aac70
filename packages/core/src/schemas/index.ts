export type { DocumentName } from "./documents.ts";
export { jsonSchemas } from "./json-schemas.ts";
