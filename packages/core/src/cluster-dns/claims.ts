import type { ParsedPlugin } from "../corefile/syntax-tree.ts";
import { holds } from "../corefile/zone-tree.ts";
import { namesOfHosts } from "./hosts-names.ts";
import { namesOfPattern } from "./name-pattern.ts";
import { readZones } from "./zone-names.ts";

/** Which names a plugin answers, or changes the answers of. */
export interface Claim {
	readonly zones: readonly string[];
	/** Why names beyond these zones are concerned too; undefined when none are. */
	readonly beyond?: string;
}

/** What claims depend on besides the plugin itself. */
export interface ClaimContext {
	/** Zones of the server block. */
	readonly blockZones: readonly string[];
	/** Text of K3s' NodeHosts, undefined where it was not given. */
	readonly nodeHosts: string | undefined;
}

type Reader = (plugin: ParsedPlugin, context: ClaimContext) => Claim;

const nothing: Claim = { zones: [] };

/**
 * Plugins that leave answers as they are, or whose effect a cache in front never passed on: autopath goes by the
 * address of the pod, transfer serves whole zones.
 */
const silent = [
	"any",
	"autopath",
	"bufsize",
	"cache",
	"cancel",
	"chaos",
	"debug",
	"dnstap",
	"errors",
	"geoip",
	"health",
	"loadbalance",
	"log",
	"loop",
	"metadata",
	"minimal",
	"multisocket",
	"nsid",
	"pprof",
	"prometheus",
	"quic",
	"ready",
	"reload",
	"root",
	"timeouts",
	"tls",
	"trace",
	"transfer",
];

/** Zones of these arguments, or those of the server block where there is none. */
const zonesFrom =
	(first: number, zoneOf: (argument: string) => string = (argument) => argument): Reader =>
	({ name, args }, { blockZones }) =>
		args.length <= first ? { zones: blockZones } : zonesOrAll(name, args.slice(first).map(zoneOf));

function zonesOrAll(name: string, args: readonly string[]): Claim {
	const zones = readZones(args);
	return zones === undefined ? { zones: [], beyond: `${name} names a zone that cannot be read` } : { zones };
}

const readers: Readonly<Record<string, Reader>> = {
	...Object.fromEntries(silent.map((name) => [name, () => nothing])),
	auto: zonesFrom(0),
	azure: zonesFrom(0, (argument) => argument.split(":")[1] ?? argument),
	clouddns: zonesFrom(0, (argument) => argument.split(":")[0] ?? argument),
	dnssec: zonesFrom(0),
	etcd: zonesFrom(0),
	file: zonesFrom(1),
	grpc: ({ args }) => zonesOrAll("grpc", args.slice(0, 1)),
	hosts: claimOfHosts,
	k8s_external: zonesFrom(0),
	kubernetes: zonesFrom(0),
	local: () => ({ zones: ["localhost"] }),
	nomad: zonesFrom(0),
	rewrite: claimOfRewrite,
	route53: zonesFrom(0, (argument) => argument.split(":")[0] ?? argument),
	secondary: zonesFrom(0),
	sign: zonesFrom(1),
	template: claimOfTemplate,
};

/** @param plugin any but `forward` */
export function claimOf(plugin: ParsedPlugin, context: ClaimContext): Claim {
	const reader = Object.hasOwn(readers, plugin.name) ? readers[plugin.name] : undefined;
	if (reader !== undefined) return reader(plugin, context);
	return { zones: [], beyond: `${plugin.name} may change any answer` };
}

/** Whether each name that it does not hold goes to the next plugin; `fallthrough ZONE` says so of some alone. */
const fallsThrough = ({ options }: ParsedPlugin): boolean =>
	options.some(({ name, args }) => name === "fallthrough" && args.length === 0);

/** Without `fallthrough` it answers for its zones alone; with it, for the names that it holds. */
function claimOfHosts(plugin: ParsedPlugin, context: ClaimContext): Claim {
	const [file = "/etc/hosts", ...limits] = plugin.args;
	const zones = limits.length === 0 ? context.blockZones : readZones(limits);
	if (zones === undefined) return { zones: [], beyond: "hosts names a zone that cannot be read" };
	if (!fallsThrough(plugin)) return { zones };
	const texts = plugin.options.map(({ name, args }) => [name, ...args].join(" "));
	// The kubelet writes the file of a pod: the loopback's names and the pod's own.
	if (file === "/etc/hosts") texts.push("127.0.0.1 localhost");
	else if (file.endsWith("/NodeHosts") && context.nodeHosts !== undefined) texts.push(context.nodeHosts);
	else return { zones, beyond: `the names in ${file} are not known` };
	const { names, reverse } = namesOfHosts(texts.join("\n"));
	const within = (limits: readonly string[]) => (name: string) => limits.some((zone) => holds(zone, name));
	// Reverse names are answered whatever zones the line names (plugin/hosts/hosts.go).
	const forAddresses = plugin.options.some(({ name }) => name === "no_reverse") ? [] : reverse;
	return { zones: [...names.filter(within(zones)), ...forAddresses.filter(within(context.blockZones))] };
}

function claimOfRewrite(plugin: ParsedPlugin): Claim {
	const nested = plugin.options.flatMap(({ name, args }) => [name, ...args]);
	const words = [...plugin.args, ...(plugin.args.length < 2 ? nested : [])];
	if (["stop", "continue"].includes(words[0]?.toLowerCase() ?? "")) words.shift();
	const [kind = "", ...rule] = words;
	if (kind.toLowerCase() === "ttl") return nothing;
	if (kind.toLowerCase() !== "name") return { zones: [], beyond: `rewrite ${kind} changes any question` };
	const [match = "", from = ""] = rule.length === 2 ? ["exact", ...rule] : rule;
	switch (match.toLowerCase()) {
		case "exact":
			return zonesOrAll("rewrite", [from]);
		case "suffix": {
			const claim = zonesOrAll("rewrite", [from.replace(/^\./, "")]);
			return from.startsWith(".")
				? claim
				: { beyond: `rewrite matches every name that ends in ${from}`, ...claim };
		}
		case "regex":
			return claimOfPattern("rewrite", from);
		default:
			return { zones: [], beyond: `rewrite name ${match} matches names of any zone` };
	}
}

function claimOfPattern(name: string, pattern: string): Claim {
	const { zone, beyond } = namesOfPattern(pattern);
	return {
		zones: zone === undefined ? [] : [zone],
		...(beyond ? { beyond: `${name} matches names of any zone by the pattern ${pattern}` } : {}),
	};
}

/** Without zones it answers for the server block's, but where names may fall through, for those that it matches. */
function claimOfTemplate(plugin: ParsedPlugin, context: ClaimContext): Claim {
	const zones = zonesFrom(2)(plugin, context);
	const patterns = plugin.options.filter(({ name }) => name === "match").flatMap(({ args }) => args);
	if (plugin.args.length > 2 || patterns.length === 0 || !fallsThrough(plugin)) return zones;
	const claims = patterns.map((pattern) => claimOfPattern("template", pattern));
	const beyond = claims.find((claim) => claim.beyond !== undefined)?.beyond;
	return { zones: claims.flatMap((claim) => claim.zones), ...(beyond === undefined ? {} : { beyond }) };
}
