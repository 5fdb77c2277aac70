import type { CodeFacts } from "./code-facts.ts";

/** LDNS330–339: a measurement in a cluster, as the command line puts it together. */
export const clusterBenchCodes = {
	LDNS330: {
		hint: "kubectl get nodes",
		exitCode: 3,
	},
	LDNS331: {
		hint: "localdns explain LDNS331",
		exitCode: 2,
	},
	LDNS332: {
		hint: "localdns bench --stage",
		exitCode: 2,
	},
	LDNS333: {
		hint: "localdns doctor",
		exitCode: 3,
	},
	LDNS334: {
		hint: "localdns uninstall --dry-run=client",
		exitCode: 3,
	},
	LDNS335: {
		hint: "localdns bench cleanup",
		exitCode: 5,
	},
	LDNS336: {
		hint: "localdns doctor --pre",
		exitCode: 4,
	},
} as const satisfies Record<string, CodeFacts>;
