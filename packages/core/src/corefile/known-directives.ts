import { coreDnsPlugins } from "./facts/coredns-plugins.ts";
import { nodeCachePlugins } from "./facts/node-cache-plugins.ts";

/**
 * Every name that may begin a line of a server block in a full CoreDNS 1.11.1 to 1.15.0
 * (core/dnsserver/zdirectives.go at each tag). A name outside the list is refused while parsing,
 * before any plugin looks at it.
 */
export const knownDirectives: readonly string[] = [
	...Object.keys(nodeCachePlugins),
	...Object.keys(coreDnsPlugins),
];
