export { type BenchNames, type ParsedBenchNames, parseBenchNames } from "./bench-names.ts";
export { type Config, configSchema, type ParsedConfig, parseConfig, problemOfSettings } from "./config.ts";
