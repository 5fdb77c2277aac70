export { type Corefile, type Option, type Plugin, plugin, type ServerBlock } from "./ast.ts";
export { decodeCorefile } from "./decode.ts";
export {
	addOption,
	appendBlock,
	type CorefileEdits,
	insertPlugin,
	removeBlock,
	removePlugin,
	setArguments,
	setOption,
} from "./edit.ts";
export { type Engine, type EngineVersion, engineVersion } from "./engines.ts";
export type { Environment } from "./environment.ts";
export { filesInMemory, type ImportFiles, importsFrom, type ReadFile } from "./import-files.ts";
export type { ImportAnswer, ImportedFile, ImportReader } from "./import-reader.ts";
export type { AddressFamily, IpFamily } from "./ip-family.ts";
export { knownDirectives } from "./known-directives.ts";
export type { Addresses } from "./node-addresses.ts";
export { buildNodeCorefile } from "./node-corefile.ts";
export type { Metrics, Mode, NodeCorefileSettings, ProfileName } from "./node-corefile-settings.ts";
export { nodeProcesses } from "./node-processes.ts";
export { parseCorefile } from "./parse.ts";
export type { ParseOptions, ParseResult } from "./parse-options.ts";
export { bufsize } from "./plugins/bufsize.ts";
export {
	type CacheHalf,
	type CacheSettings,
	cache,
	type Prefetch,
	type ServeStale,
} from "./plugins/cache.ts";
export { type ForwardSettings, forward } from "./plugins/forward.ts";
export { printCorefile } from "./print.ts";
export { checkStarts } from "./start-check.ts";
export type { StubDomain } from "./stub-domain.ts";
export type { CorefileSyntaxError } from "./syntax-error.ts";
export type { ParsedCorefile, ParsedPlugin, ParsedServerBlock, Token, UnreadImport } from "./syntax-tree.ts";
export { applyEdits, type TextEdit } from "./text-edit.ts";
export { parseZoneKey, type Scheme, type ZoneKey, type ZoneKeyResult } from "./zone-key.ts";
