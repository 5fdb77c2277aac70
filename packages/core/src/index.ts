export { type CatalogueEntry, type ErrorCode, errorCatalogue } from "./error-catalogue.ts";
export { LocaldnsError } from "./errors.ts";
export { formatBitRate, parseBitRate } from "./units/bit-rate.ts";
export { formatDuration, parseDuration } from "./units/duration.ts";
export { formatPercentage, parsePercentage } from "./units/percentage.ts";
