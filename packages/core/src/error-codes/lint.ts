import type { CodeFacts } from "./code-facts.ts";

/** LDNS430–459: a Corefile or a manifest that CoreDNS takes, or nearly, and that hurts. All are findings of lint. */
export const lintCodes = {
	LDNS430: { hint: "put the narrower zone's forward above the wider one", exitCode: 1, severity: "error" },
	LDNS431: { hint: "name another upstream", exitCode: 1, severity: "error" },
	LDNS432: {
		hint: "name the resolver that stands behind the loopback address",
		exitCode: 1,
		severity: "warning",
	},
	LDNS433: {
		hint: "name the resolver that stands behind the loopback address, or delete loop",
		exitCode: 1,
		severity: "warning",
	},
	LDNS434: { hint: "add serve_stale 1h immediate to the cache", exitCode: 1, severity: "warning" },
	LDNS435: { hint: "max_connect_attempts 2", exitCode: 1, severity: "warning" },
	LDNS436: {
		hint: "delete reload, and roll the pods when the Corefile changes",
		exitCode: 1,
		severity: "warning",
	},
	LDNS437: { hint: "raise the capacity to 9984", exitCode: 1, severity: "warning" },
	LDNS438: {
		hint: "add a server block for in-addr.arpa that forwards to the cluster DNS",
		exitCode: 1,
		severity: "warning",
	},
	LDNS439: { hint: "forward . to the cluster DNS", exitCode: 1, severity: "warning" },
	LDNS440: { hint: "set bufsize to the MTU less 48 bytes", exitCode: 1, severity: "warning" },
	LDNS441: { hint: "give log a block with one line in it: class error", exitCode: 1, severity: "warning" },
	LDNS442: { hint: "name the address that it shall listen on", exitCode: 1, severity: "warning" },
	LDNS443: {
		hint: "add bind with the cache's own address: bind 169.254.20.10",
		exitCode: 1,
		severity: "warning",
	},
	LDNS444: {
		hint: "join the two server blocks, or bind them to different addresses",
		exitCode: 1,
		severity: "error",
	},
	LDNS445: { hint: "give each server block on this port a bind line", exitCode: 1, severity: "warning" },
	LDNS446: { hint: "write the zone in lower case", exitCode: 1, severity: "error" },
	LDNS447: {
		hint: "write the value in its place, or serve the file with node-cache",
		exitCode: 1,
		severity: "error",
	},
	LDNS448: { hint: "give one of them another port", exitCode: 1, severity: "error" },
	LDNS449: {
		hint: "put a space between the braces and the name: {{ $name }}",
		exitCode: 1,
		severity: "error",
	},
	LDNS450: { hint: "add to one server block: health 169.254.20.10:8080", exitCode: 1, severity: "info" },
	LDNS451: { hint: "add cache 30 to the block", exitCode: 1, severity: "warning" },
	LDNS452: { hint: "delete -syncinterval", exitCode: 1, severity: "error" },
	LDNS453: { hint: "add -conf with a path that the container can write", exitCode: 1, severity: "error" },
	LDNS454: { hint: "name the addresses of one family in -localip", exitCode: 1, severity: "error" },
	LDNS455: {
		hint: "add -pidfile with a path that the container can write",
		exitCode: 1,
		severity: "warning",
	},
	LDNS456: { hint: "delete ports: from the container", exitCode: 1, severity: "warning" },
	LDNS457: { hint: "add -skipteardown", exitCode: 1, severity: "error" },
	LDNS458: {
		hint: "add a livenessProbe for /health on the cache's address",
		exitCode: 1,
		severity: "warning",
	},
	LDNS459: { hint: "add the ServiceAccount to the file", exitCode: 1, severity: "error" },
} as const satisfies Record<string, CodeFacts>;
