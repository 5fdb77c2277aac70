export type { CodeFacts, Severity } from "./error-codes/code-facts.ts";
export { type ErrorCode, errorCodes } from "./error-codes/index.ts";
export { LocaldnsError } from "./errors.ts";
export { endingOf } from "./explanations/ending.ts";
export type { Explanation } from "./explanations/explanation.ts";
export { explanations } from "./explanations/index.ts";
export { formatBitRate, parseBitRate } from "./units/bit-rate.ts";
export { formatDuration, parseDuration } from "./units/duration.ts";
export { formatPercentage, parsePercentage } from "./units/percentage.ts";
