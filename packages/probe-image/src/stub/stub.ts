import type { Outcome } from "@localdns/core/measure";
import type { Conversation } from "../conversation.ts";
import type { ServerAddress } from "../server-address.ts";

/** Why a stub could not find out. */
export type Failure = Extract<
	Outcome,
	| "timeout"
	| "servfail"
	| "refused"
	| "other_rcode"
	| "truncated_tcp_fail"
	| "icmp_refused"
	| "send_error"
	| "malformed"
>;

/** What a stub tells the application. */
export interface StubResult {
	kind: "found" | "nodata" | "nxdomain" | "failed";
	/** A before AAAA, each sorted. */
	addresses: string[];
	/** Clock of the reply that settled it, ms. */
	atMs: number;
	/** The first failure on the way; always there when `kind` is failed. */
	failure?: Failure;
}

export interface StubSettings {
	servers: readonly ServerAddress[];
	search: readonly string[];
	ndots: number;
	timeoutMs: number;
	attempts: number;
}

/**
 * A resolver library as applications have it in their container: name in, result out, all its
 * retries done.
 * @throws Interrupted
 */
export type Stub = (conversation: Conversation, name: string, settings: StubSettings) => Promise<StubResult>;

/** The failure that a response code means to a stub; NOERROR and NXDOMAIN are answers. */
export function failureOf(rcode: number): Failure {
	if (rcode === 2) return "servfail";
	return rcode === 5 ? "refused" : "other_rcode";
}
