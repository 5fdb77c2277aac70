import type { CodeFacts } from "./code-facts.ts";

/** LDNS720 to 729: turning a node and giving it back. */
export const nodeChangeCodes = {
	LDNS720: { hint: "journalctl -u k3s -u k3s-agent --since -10min, on that node", exitCode: 4 },
	LDNS721: { hint: "systemctl status k3s k3s-agent, on that node", exitCode: 5 },
	LDNS722: { hint: "kubectl -n localdns-node-config get pods,events", exitCode: 3 },
	LDNS723: {
		hint: "journalctl -u k3s -u k3s-agent, on that node; once it is Ready, the same command again",
		exitCode: 5,
	},
	LDNS724: { hint: "localdns node-config plan, on that node", exitCode: 1 },
	LDNS725: { hint: "localdns install, which goes on where this ended", exitCode: 4 },
	LDNS726: { hint: "localdns node-config plan, on that node", exitCode: 4 },
	LDNS727: { hint: "localdns install --node-access manual, and the commands on the node", exitCode: 3 },
	LDNS728: { hint: "localdns install --help, for --ssh-target", exitCode: 3 },
	LDNS729: { hint: "the same command again, which finds out how the node stands", exitCode: 5 },
} as const satisfies Record<string, CodeFacts>;
