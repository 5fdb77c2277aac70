import type { CodeFacts } from "./code-facts.ts";

/** LDNS2xx: the lab and its host. */
export const labCodes = {
	LDNS201: {
		hint: "sudo apt-get install -y iproute2 util-linux mount socat nftables",
		exitCode: 3,
	},
	LDNS202: {
		hint: "install Go 1.26 or newer, or name a fitting binary with --coredns PATH",
		exitCode: 3,
	},
	LDNS203: {
		hint: "read the last words above; where another program takes this machine's time or memory, try again without it",
		exitCode: 3,
	},
	LDNS204: {
		hint: "look at the last words above; out of memory and a Corefile that stops CoreDNS are the usual causes",
		exitCode: 3,
	},
	LDNS205: {
		hint: "localdns lab up",
		exitCode: 2,
	},
	LDNS210: {
		hint: "sudo apt-get install -y --no-install-recommends busybox-static containerd containernetworking-plugins etcd-server iptables openssl runc",
		exitCode: 3,
	},
	LDNS211: {
		hint: "read the last words above; where another program takes this machine's time or memory, try again without it",
		exitCode: 3,
	},
} as const satisfies Record<string, CodeFacts>;
