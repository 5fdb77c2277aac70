import type { CodeFacts, Severity } from "./code-facts.ts";

const check = <S extends Severity>(severity: S, hint: string) =>
	({ hint, exitCode: 1, severity }) as const satisfies CodeFacts;

/** LDNS660 to 669: checks of doctor that a pod on each node finds the answer to. */
export const nodeFactsCodes = {
	LDNS660: check("error", "tailscale up (on that node)"),
	LDNS661: check(
		"error",
		"ps -o args= -C tailscaled, and take --tun=userspace-networking out (on that node)",
	),
	LDNS662: check("warning", "tailscale netcheck (on both nodes)"),
	LDNS663: check("warning", "localdns bench, for what it does to names"),
	LDNS664: check("warning", "localdns lint --mtu BYTES COREFILE, with what the overlay leaves of it"),
	LDNS665: check("warning", "tailscale set --accept-dns=false (on that node)"),
	LDNS666: check("warning", "tailscale up --force-reauth (on that node, from its console)"),
	LDNS667: check(
		"warning",
		"iptables -I INPUT -s RESOLVER -j ACCEPT (on that node, before tailscale's ts-input)",
	),
	LDNS668: check("error", "start K3s with --resolv-conf and a file that names real resolvers (on that node)"),
	LDNS669: check("warning", "localdns render --engine coredns"),
} as const satisfies Record<string, CodeFacts>;
