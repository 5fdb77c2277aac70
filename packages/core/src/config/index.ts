export { type Config, configSchema, type ParsedConfig, parseConfig, problemOfSettings } from "./config.ts";
