import type { Answer } from "./answer.ts";

/**
 * Whose name it is, which decides how answers are compared. `cluster`: Services, reverse names, and names that must not
 * exist. `stub`: a zone that the cluster DNS asks others for, or knows by itself. `external`: the rest of the world.
 */
export type NameOwner = "cluster" | "stub" | "external";

/** One question of a fresh pod. */
export interface VerificationQuestion {
	/** With a final dot absolute, without one it goes through the pod's search list as in glibc. */
	readonly name: string;
	readonly type: "A" | "AAAA" | "PTR";
	readonly transport: "udp" | "tcp";
	/** Whether it announces room for 1232 bytes (RFC 6891), as Go does; glibc and musl do not. */
	readonly edns: boolean;
	readonly owner: NameOwner;
	/** What the API server's objects say it has to be; absent where they do not say. */
	readonly expected?: Answer;
}

/** What a verification's pods are given, the same for all nodes. */
export interface VerificationPlan {
	readonly kind: "VerificationPlan";
	/** See VerificationAim of the command line. */
	readonly by: "address" | "kubelet";
	/** Who is tried, each by itself. */
	readonly nameservers: readonly string[];
	/** The cluster DNS: the first that answers is compared with. */
	readonly reference: readonly string[];
	readonly questions: readonly VerificationQuestion[];
}

/** A question in words: `udp A web.shop.svc.cluster.local.`, `udp+edns PTR …`. */
export const questionText = ({ transport, edns, type, name }: VerificationQuestion): string =>
	`${transport}${edns ? "+edns" : ""} ${type} ${name}`;
