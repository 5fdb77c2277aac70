import { type IpAddress, isIpv6, isLoopback, isUnspecified, parseIp } from "../corefile/ip-address.ts";
import type { ParsedPlugin } from "../corefile/syntax-tree.ts";
import type { Upstreams } from "./facts.ts";

/** Whom a `forward` asks: servers that a node can ask as well, the node's own resolvers, or neither. */
export type Forwarding =
	| { readonly kind: "upstreams"; readonly direct: Upstreams }
	| { readonly kind: "node" }
	| { readonly kind: "cluster"; readonly because: string };

/** Options that decide how fast and how often is asked, not what is answered. */
const pace: ReadonlySet<string> = new Set([
	"expire",
	"failfast_all_unhealthy_upstreams",
	"health_check",
	"max_age",
	"max_concurrent",
	"max_connect_attempts",
	"max_fails",
	"max_idle_conns",
	"prefer_udp",
	"read_timeout",
]);

/** Reads a `forward FROM TO… { options }`; `except` is the caller's business. */
export function readForwarding(forward: ParsedPlugin): Forwarding {
	const upstreams = forward.args.slice(1);
	const foreign = forward.options.find(
		({ name, args }) =>
			!pace.has(name) && !["except", "force_tcp"].includes(name) && !isPolicy(name, args[0]),
	);
	if (foreign !== undefined) return cluster(`forward has the option ${foreign.name}`);
	if (upstreams.length === 1 && upstreams[0] === "/etc/resolv.conf") return { kind: "node" };
	if (upstreams.length === 0 || upstreams.length > 15) return cluster("forward has no usable upstreams");
	for (const upstream of upstreams) {
		const problem = problemOf(upstream);
		if (problem !== undefined) return cluster(`${upstream} is ${problem}`);
	}
	const policy = forward.options.findLast(({ name }) => name === "policy")?.args[0] as Upstreams["policy"];
	return {
		kind: "upstreams",
		direct: {
			upstreams,
			...(forward.options.some(({ name }) => name === "force_tcp") ? { forceTcp: true } : {}),
			...(policy === undefined || policy === "random" ? {} : { policy }),
		},
	};
}

const isPolicy = (option: string, value: string | undefined): boolean =>
	option === "policy" && ["random", "round_robin", "sequential"].includes(value ?? "");

const cluster = (because: string): Forwarding => ({ kind: "cluster", because });

/** Why a node cannot ask this upstream in the cluster DNS' stead. */
function problemOf(upstream: string): string | undefined {
	const address = addressOf(upstream);
	if (address === undefined) return "no address";
	if (isLoopback(address) || isUnspecified(address)) return "an address of the cluster DNS' own pod";
	if (isLinkLocal(address)) return "an address that means another machine on each node";
	return undefined;
}

/** 169.254.0.0/16 and fe80::/10. */
function isLinkLocal(ip: IpAddress): boolean {
	const [a = 0, b = 0] = isIpv6(ip) ? ip : ip.slice(12);
	return isIpv6(ip) ? a === 0xfe && b >> 6 === 2 : a === 169 && b === 254;
}

/** The address in `[dns://|tls://]ADDRESS[:PORT][%NAME]`; undefined for a file, a host name or another scheme. */
function addressOf(upstream: string): IpAddress | undefined {
	const [, host = ""] = /^(?:(?:dns|tls):\/\/)?([^%]*)(?:%.*)?$/.exec(upstream) ?? [];
	const [, plain = host] = /^\[(.*)\](?::\d+)?$/.exec(host) ?? /^([\d.]+):\d+$/.exec(host) ?? [];
	return parseIp(plain);
}
