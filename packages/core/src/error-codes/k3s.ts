import type { CodeFacts } from "./code-facts.ts";

/** LDNS501 to 529: the K3s configuration of a node. */
export const k3sCodes = {
	LDNS501: { hint: "localdns node-config plan --in-place", exitCode: 1 },
	LDNS502: { hint: "grep -rn cluster-dns /etc/rancher/k3s /etc/systemd/system/k3s*.service", exitCode: 1 },
	LDNS503: { hint: "grep -rn cluster-dns /etc/rancher/k3s", exitCode: 1 },
	LDNS504: { hint: "localdns node-config plan --in-place", exitCode: 1 },
	LDNS505: { hint: "localdns node-config plan (without --in-place)", exitCode: 1 },
	LDNS506: { hint: "localdns node-config revert --keep-changes", exitCode: 1 },
	LDNS507: {
		hint: "mv /etc/rancher/k3s/config.yaml.d/zz-localdns.yaml /etc/rancher/k3s/config.yaml.d/50-node.yaml",
		exitCode: 1,
	},
	LDNS508: { hint: "cat -A /etc/rancher/k3s/config.yaml", exitCode: 2 },
	LDNS509: { hint: "cat -A /etc/rancher/k3s/config.yaml", exitCode: 2 },
	LDNS510: { hint: "localdns node-config plan --root DIR, where DIR/etc/rancher/k3s is", exitCode: 2 },
	LDNS511: { hint: "localdns node-config plan --role agent", exitCode: 2 },
	LDNS512: { hint: "run it as root, where /etc can be written", exitCode: 4 },
	LDNS513: { hint: "localdns node-config revert", exitCode: 5 },
	LDNS514: { hint: "localdns node-config apply --yes", exitCode: 2 },
	LDNS515: { hint: "ls -la /etc/rancher/k3s/.localdns", exitCode: 3 },
} as const satisfies Record<string, CodeFacts>;
