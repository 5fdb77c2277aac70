import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { inventoryName, nodeConfigNamespace, stagedByBench, verifyNamespace } from "@localdns/core/manifests";
import { type ObjectRef, podsAsking, teardownOf } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { withLock } from "../change/lock.ts";
import { ownAddresses } from "../change/nodes-to-restore.ts";
import { observeInstallation } from "../change/observe-installation.ts";
import { usualObjects } from "../change/removal-plan.ts";
import { uninstall } from "../change/uninstall.ts";
import { planUninstall, type WholeInstallation } from "../change/uninstall-plan.ts";
import { observeCluster } from "../observe-cluster.ts";

export interface TakeOutSettings {
	/** Of the cache. */
	readonly namespace: string;
	/** Which run's; undefined for whichever run has staged it. */
	readonly run: string | undefined;
	readonly timeoutMs: number;
	readonly onChange: OnChange;
	/** Aborted: nothing further is deleted. The next call goes on from there. */
	readonly signal: AbortSignal;
}

/**
 * Takes out the cache that a bench has staged, by the steps of uninstall. A cache that anybody has installed since then
 * has no mark of a bench any more, and is left alone.
 *
 * @returns what was deleted; undefined where there is no staged cache (of this run)
 * @throws LocaldnsError LDNS335 where it stays, LDNS742, LDNS743, and what the cluster answers
 */
export async function takeOutStaged(
	cluster: Cluster,
	{ namespace, run, timeoutMs, onChange, signal }: TakeOutSettings,
): Promise<readonly ObjectRef[] | undefined> {
	const stagedBy = await stagingRun(cluster, namespace);
	if (stagedBy === undefined || (run !== undefined && stagedBy !== run)) return undefined;
	const options = { namespace, force: false, skipUnready: true };
	const observe = () => wholeInstallation(cluster, namespace);
	const found = await observe();
	const plan = planUninstall(found, options);
	const [turned] = plan.nodes;
	if (turned !== undefined)
		throw staysBecause(`new pods on ${turned.node} ask it: its kubelet was pointed at it meanwhile`);
	const ended = await uninstall(
		{
			...{ cluster, observe, onChange, signal, timeoutMs, teardownOf },
			// There is none: the plan has no nodes.
			returnNode: async () => ({ is: "returned" }),
			pauseMs: 0,
			maxParallel: 1,
		},
		plan,
		options,
	);
	if (ended.kept !== undefined)
		throw staysBecause([ended.kept.message, ended.kept.reason].filter(Boolean).join(": "));
	if (ended.interrupted) throw staysBecause("its removal was interrupted");
	return ended.deleted;
}

/** The run that has staged the cache in this namespace; undefined where none has. */
async function stagingRun(cluster: Pick<Cluster, "read">, namespace: string): Promise<string | undefined> {
	const inventory: ApiObject | undefined = await cluster.read({
		...{ apiVersion: "v1", kind: "ConfigMap" },
		...{ namespace, name: inventoryName },
	});
	return inventory?.metadata?.annotations?.[stagedByBench];
}

async function wholeInstallation(cluster: Cluster, namespace: string): Promise<WholeInstallation> {
	const snapshot = await observeCluster(cluster, { command: "uninstall", namespace, onProgress: () => {} });
	const objects = await observeInstallation(cluster, namespace, usualObjects(namespace));
	const own = [nodeConfigNamespace, verifyNamespace];
	const asking = podsAsking(snapshot, objects.records, ownAddresses(snapshot)).filter(
		({ asks, namespace: where }) => asks !== "cluster-dns" && !own.includes(where),
	);
	return { ...objects, snapshot, asking };
}

const staysBecause = (reason: string): LocaldnsError =>
	new LocaldnsError("LDNS335", "the cache that was staged for a trial was not taken out", { reason });

/**
 * Takes out a cache that a killed bench has left, whichever run it was. The lock that the run held is waited for as long
 * as it lasts, 16 seconds.
 *
 * @returns what was deleted; empty where no cache is marked, or nobody may look
 * @throws LocaldnsError LDNS335, LDNS704 where somebody is changing the installation, and what the cluster answers
 */
export async function cleanUpStaged(
	cluster: Cluster,
	{ holder, ...settings }: Omit<TakeOutSettings, "run"> & { readonly holder: string },
): Promise<readonly ObjectRef[]> {
	const { namespace, onChange } = settings;
	const stagedBy = await stagingRun(cluster, namespace).catch((error: unknown) => {
		// Who may not see inventories has staged nothing either.
		if (error instanceof LocaldnsError && error.code === "LDNS604") return undefined;
		throw error;
	});
	if (stagedBy === undefined) return [];
	const lock = { namespace, command: "bench cleanup", holder, onChange };
	return await withLock(
		cluster,
		lock,
		async () => (await takeOutStaged(cluster, { ...settings, run: stagedBy })) ?? [],
	);
}
