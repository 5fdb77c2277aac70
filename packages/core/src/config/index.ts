export { type Config, configSchema, type ParsedConfig, parseConfig } from "./config.ts";
