import type { TailscaleFacts } from "../tailscale/tailscale-facts.ts";

/** What a cache may need of a kernel. */
export const kernelAbilities = ["dummy", "notrack"] as const;

/** One of them. */
export type KernelAbility = (typeof kernelAbilities)[number];

/** What is known of it. Some kernels do not say, and a file that nobody may read proves nothing. */
export type Ability = "there" | "absent" | "unknown";

/** What a pod on a node found out about it. */
export interface NodeFacts {
	readonly kernel: {
		/** As `uname -r` has it. */
		readonly release: string;
		readonly abilities: Readonly<Record<KernelAbility, Ability>>;
	};
	/** Those of the file that the kubelet gives to pods of dnsPolicy Default, CoreDNS among them. */
	readonly resolvers: readonly string[];
	/** `none`: no socket of a tailscaled; `silent`: there is one, and it does not answer. */
	readonly tailscale:
		| ({ readonly is: "known" } & TailscaleFacts)
		| { readonly is: "none" }
		| { readonly is: "silent"; readonly because: string };
}

/** A node that others are to find their way to. */
export interface PathTarget {
	readonly node: string;
	/** On the tailnet. */
	readonly address: string;
}

/** The line that the pod leaves; its termination message, which takes 4096 bytes. */
export const printNodeFacts = (facts: NodeFacts): string => JSON.stringify(facts);

/** Reads that line; undefined for anything else. */
export function parseNodeFacts(text: string): NodeFacts | undefined {
	try {
		const facts = JSON.parse(text) as Partial<NodeFacts> | null;
		const isWhole =
			typeof facts?.kernel?.abilities === "object" &&
			Array.isArray(facts.resolvers) &&
			facts.tailscale?.is !== undefined;
		return isWhole ? (facts as NodeFacts) : undefined;
	} catch {
		return undefined;
	}
}
