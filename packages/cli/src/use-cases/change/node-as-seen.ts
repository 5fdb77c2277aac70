import { isDeepStrictEqual } from "node:util";
import { LocaldnsError } from "@localdns/core";
import { type ApiObject, namedNameservers, readNode } from "@localdns/core/cluster";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { waitUntil } from "./wait-gone.ts";

/** Time of the kubelet's last report, as the API server has it. */
export function heartbeatOf(node: ApiObject | undefined): string {
	const { conditions = [] } = ((node ?? {}) as NodeObject).status ?? {};
	return conditions.find(({ type }) => type === "Ready")?.lastHeartbeatTime ?? "";
}

interface NodeObject {
	readonly status?: {
		readonly conditions?: readonly { readonly type?: string; readonly lastHeartbeatTime?: string }[];
	};
}

/** How a node is to look from outside after a restart of K3s. */
export interface WantedLook {
	/** Nameservers that its K3s has noted for pods; empty for the cluster DNS, which K3s chooses by itself. */
	readonly named: readonly string[];
	/** What pods get from it, where it names nothing of its own. */
	readonly kubelet: readonly string[];
	/** The heartbeat has to be newer than this; undefined where K3s was not restarted. */
	readonly heartbeatAfter: string | undefined;
}

/**
 * Waits until a node is ready, by a heartbeat of its new kubelet, and hands out what it was told to. On the way back that
 * may be an entry that the node had before localdns (taken over with --adopt).
 *
 * @returns the nameservers that its K3s has noted, or the error, LDNS726, when it does not come to that
 */
export async function waitForLook(
	cluster: Cluster,
	node: string,
	wanted: WantedLook,
	patience: { readonly timeoutMs: number; readonly onChange: OnChange },
): Promise<readonly string[] | LocaldnsError> {
	let seen: readonly string[] | string = "it was not seen";
	const isSo = async (): Promise<boolean> => {
		seen = await look(cluster, node, wanted);
		return typeof seen !== "string";
	};
	await waitUntil(`${node} to be ready again`, { ...patience, everyMs: 1000 }, isSo);
	if (typeof seen !== "string") return seen;
	return new LocaldnsError("LDNS726", `${node} does not show what was changed`, { reason: seen });
}

/** @returns the nameservers that its K3s has noted, or what is missing */
async function look(cluster: Cluster, name: string, wanted: WantedLook): Promise<readonly string[] | string> {
	const object = await asked(() => cluster.get(`/api/v1/nodes/${encodeURIComponent(name)}`));
	if (object === "unknown") return "the API server does not answer";
	if (object === undefined) return "there is no such node any more";
	const node = readNode(object, () => false);
	if (node.notReady !== undefined) return `it is not ready: ${node.notReady}`;
	if (wanted.heartbeatAfter !== undefined && heartbeatOf(object) <= wanted.heartbeatAfter)
		return "its new kubelet has not reported yet";
	const named = namedNameservers(node);
	if (wanted.named.length > 0 && !isDeepStrictEqual(named, wanted.named))
		return `k3s.io/node-args has ${named.length === 0 ? "no cluster-dns" : named.join(",")}, not ${wanted.named.join(",")}`;
	const says = await asked(() => kubeletDns(cluster, name));
	if (says === "unknown" || says === undefined || named.length === 0) return named;
	return isDeepStrictEqual(says, named)
		? named
		: `its kubelet hands out ${says.join(",")}, not ${named.join(",")}`;
}

/** @returns undefined where this account may not ask it, or it does not answer */
async function kubeletDns(cluster: Cluster, name: string): Promise<readonly string[] | undefined> {
	const path = `/api/v1/nodes/${encodeURIComponent(name)}/proxy/configz`;
	const answer = (await cluster.get(path)) as
		| { kubeletconfig?: { clusterDNS?: readonly string[] } }
		| undefined;
	return answer?.kubeletconfig?.clusterDNS;
}

/** A server that is just coming back does not answer, and a right may be missing. */
async function asked<T>(ask: () => Promise<T>): Promise<T | "unknown"> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof LocaldnsError) return "unknown";
		throw error;
	}
}
