export { type CatalogueEntry, type ErrorCode, errorCatalogue } from "./error-catalogue.ts";
export { LocaldnsError } from "./errors.ts";
