import type { CodeFacts, Severity } from "./code-facts.ts";

const finding = <S extends Severity>(severity: S, hint: string) =>
	({ hint, exitCode: 1, severity }) as const satisfies CodeFacts;

/** LDNS430–459: a Corefile or a manifest that CoreDNS takes, or nearly, and that hurts. All are findings of lint. */
export const lintCodes = {
	LDNS430: finding("error", "put the narrower zone's forward above the wider one"),
	LDNS431: finding("error", "name another upstream"),
	LDNS432: finding("warning", "name the resolver that stands behind the loopback address"),
	LDNS433: finding("warning", "name the resolver that stands behind the loopback address, or delete loop"),
	LDNS434: finding(
		"warning",
		"add serve_stale 1h immediate to the cache, or failfast_all_unhealthy_upstreams (CoreDNS 1.12.1 on, max_fails not 0), or ask over UDP",
	),
	LDNS435: finding("warning", "max_connect_attempts 2"),
	LDNS436: finding("warning", "delete reload, and roll the pods when the Corefile changes"),
	LDNS437: finding("warning", "raise it to 9984, CoreDNS' own default (about 30 MB when full)"),
	LDNS438: finding("warning", "add a server block for in-addr.arpa that forwards to the cluster DNS"),
	LDNS439: finding("warning", "forward . to the cluster DNS"),
	LDNS440: finding("warning", "set bufsize to the MTU less 48 bytes"),
	LDNS441: finding("warning", "give log a block with one line in it: class error"),
	LDNS442: finding("warning", "name the address that it shall listen on"),
	LDNS443: finding("warning", "add bind with the cache's own address: bind 169.254.20.10"),
	LDNS444: finding("error", "join the two server blocks, or bind them to different addresses"),
	LDNS445: finding("warning", "give each server block on this port a bind line"),
	LDNS446: finding("error", "write the zone in lower case"),
	LDNS447: finding("error", "write the value in its place, or serve the file with node-cache"),
	LDNS448: finding("error", "give one of them another port"),
	LDNS449: finding("error", "put a space between the braces and the name: {{ $name }}"),
	LDNS450: finding("info", "add to one server block: health 169.254.20.10:8080"),
	LDNS451: finding("warning", "add cache 30 to the block"),
	LDNS452: finding("error", "delete -syncinterval"),
	LDNS453: finding("error", "add -conf with a path that the container can write"),
	LDNS454: finding("error", "correct the YAML at that place"),
	LDNS455: finding("warning", "add -pidfile with a path that the container can write"),
	LDNS456: finding("warning", "delete ports: from the container"),
	LDNS457: finding("error", "add -skipteardown"),
	LDNS458: finding("warning", "add a livenessProbe for /health on the cache's address"),
	LDNS459: finding("error", "add the ServiceAccount to the file"),
} as const satisfies Record<string, CodeFacts>;
