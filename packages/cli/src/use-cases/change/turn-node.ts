import { LocaldnsError } from "@localdns/core";
import type { NodeRecord } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { NodeAccess, NodeOutcome } from "../../ports/node-access.ts";
import type { Verification } from "../../ports/verification.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { heartbeatOf, waitForLook } from "./node-as-seen.ts";
import type { NodeRecordStore } from "./node-record-store.ts";

/** What the turn of a node, and its way back, are made with. */
export interface NodeChangeContext {
	readonly cluster: Cluster;
	/** Opened. */
	readonly access: NodeAccess;
	/** Opened. */
	readonly verification: Verification;
	readonly records: NodeRecordStore;
	/** Time that K3s has on the node, and then the node has in the cluster, to come back. */
	readonly timeoutMs: number;
	readonly onChange: OnChange;
	/** What pods get from a node that is not turned. */
	readonly clusterDns: readonly string[];
}

export interface TurnSettings {
	readonly node: string;
	readonly addresses: readonly string[];
	readonly adopt: boolean;
}

/** How a node's turn ended. */
export type NodeTurned =
	| { readonly is: "turned" }
	/** `refused`: nothing was written; `undone`: it is as before; `unclear`: it is not known how it stands. */
	| { readonly is: "refused" | "undone" | "unclear"; readonly error: LocaldnsError };

/**
 * Turns one node, and believes it only when the cluster and a fresh pod there show it; otherwise gives it back. The
 * record says `turning` before anything is written. Turned again it changes nothing and restarts nothing.
 */
export async function turnNode(context: NodeChangeContext, settings: TurnSettings): Promise<NodeTurned> {
	const { cluster, access, records, timeoutMs, onChange } = context;
	const { node, addresses, adopt } = settings;
	const former = (await records.read()).get(node);
	const isSame = former?.state === "turned" && former.addresses.join() === addresses.join();
	onChange({ event: "node", node, state: "turning" });
	const turning: NodeRecord = {
		state: "turning",
		addresses,
		// The first one stands: pods of an earlier turn, interrupted or given back, may still ask the cache.
		turningAt: former?.turningAt ?? (await records.now()),
	};
	if (!isSame) await records.write(node, turning);
	const heartbeat = heartbeatOf(await cluster.get(`/api/v1/nodes/${encodeURIComponent(node)}`));
	const outcome = await access.turn(node, { addresses, adopt, patienceMs: timeoutMs });
	if (outcome.is !== "done") {
		await settle(context, node, former, outcome);
		return outcome;
	}
	for (const text of outcome.warnings) onChange({ event: "warning", text: `${node}: ${text}` });
	const heartbeatAfter = outcome.restarted ? heartbeat : undefined;
	const seen = await seeAndTry(context, node, { named: addresses, kubelet: addresses, heartbeatAfter });
	if (seen instanceof LocaldnsError) return await undo(context, node, former, seen);
	if (!isSame || outcome.restarted)
		await records.write(node, { ...turning, state: "turned", turnedAt: await records.now() });
	onChange({ event: "node", node, state: "turned" });
	return { is: "turned" };
}

/**
 * Has the cluster show a node's change, and a fresh pod there try it.
 *
 * @returns the nameservers that the node's K3s has noted, or what speaks against the change
 */
export async function seeAndTry(
	{ cluster, verification, timeoutMs, onChange }: NodeChangeContext,
	node: string,
	wanted: Parameters<typeof waitForLook>[2],
): Promise<readonly string[] | LocaldnsError> {
	const named = await waitForLook(cluster, node, wanted, { timeoutMs, onChange });
	if (named instanceof LocaldnsError) return named;
	onChange({ event: "node", node, state: "back" });
	const nameservers = named.length === 0 ? wanted.kubelet : named;
	const [verdict] = await verification.verify([node], { by: "kubelet", nameservers });
	if (verdict !== undefined && verdict.is !== "resolves") return verdict.error;
	if (verdict !== undefined) onChange({ event: "node", node, state: "verified" });
	return named;
}

/** The way back from a turn that nobody believes. */
async function undo(
	context: NodeChangeContext,
	node: string,
	former: NodeRecord | undefined,
	error: LocaldnsError,
): Promise<NodeTurned> {
	const { access, cluster, timeoutMs, onChange, clusterDns } = context;
	onChange({ event: "node", node, state: "undoing", text: error.message });
	const back = await access.giveBack(node, { patienceMs: timeoutMs });
	if (back.is !== "done") {
		onChange({ event: "node", node, state: "failed", text: back.error.message });
		return { is: "unclear", error: back.error };
	}
	const wanted = { named: [], kubelet: clusterDns, heartbeatAfter: undefined };
	const look = await waitForLook(cluster, node, wanted, { timeoutMs, onChange });
	if (look instanceof LocaldnsError) return { is: "unclear", error: look };
	const undone = { is: "undone", error } as const;
	await settle(context, node, former, undone);
	return undone;
}

/** Leaves the record as it fits how the node was left. */
async function settle(
	{ records, onChange }: NodeChangeContext,
	node: string,
	former: NodeRecord | undefined,
	{ is, error }: Exclude<NodeOutcome, { is: "done" }>,
): Promise<void> {
	const text = error.message;
	if (is === "unclear") {
		onChange({ event: "node", node, state: "failed", text });
		return;
	}
	if (is === "undone") {
		const record = (await records.read()).get(node);
		// For a while its pods were given the cache's address.
		if (record !== undefined)
			await records.write(node, { ...record, state: "returned", returnedAt: await records.now() });
		onChange({ event: "node", node, state: "undone", text });
		return;
	}
	if (former === undefined) await records.remove(node);
	else await records.write(node, former);
	onChange({ event: "node", node, state: "failed", text });
}
