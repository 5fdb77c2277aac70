import { LocaldnsError } from "@localdns/core";
import { nodeConfigNamespace, verifyNamespace } from "@localdns/core/manifests";
import type { WorkloadPods } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { Uninstallation, UninstallPlan } from "../../removal.ts";
import { removeNamespace } from "./operation-namespace.ts";
import { type RemoveSettings, removeInstall } from "./remove-install.ts";
import { type RestoreSettings, restoreNodes } from "./restore-nodes.ts";
import { ownEntryError, unreadyError } from "./rollback-plan.ts";
import { planUninstall, type UninstallOptions, type WholeInstallation } from "./uninstall-plan.ts";

export interface UninstallContext
	extends RestoreSettings,
		Pick<RemoveSettings, "teardownOf" | "timeoutMs" | "everyMs" | "onChange"> {
	readonly cluster: Cluster;
	/** Looks anew: the plan that was shown is from before the nodes were given back. */
	readonly observe: () => Promise<WholeInstallation>;
}

/**
 * Gives all nodes back, and when neither a kubelet nor a pod needs the cache any more, takes it out.
 *
 * @throws LocaldnsError LDNS742, LDNS743, and what the cluster answers
 */
export async function uninstall(
	context: UninstallContext,
	plan: UninstallPlan,
	options: UninstallOptions,
): Promise<Uninstallation> {
	const { cluster, signal, onChange } = context;
	const nodes = await restoreNodes(plan.nodes, context);
	const stays = { nodes, deleted: [], lost: [], asking: [], kept: undefined, interrupted: signal.aborted };
	if (nodes.failed.length > 0 || nodes.left.length > 0) return stays;

	const now = await context.observe();
	const again = planUninstall(now, { ...options, skipUnready: true });
	if (again.unready.length > 0 && !options.force) return { ...stays, kept: unreadyError(again.unready) };
	if (again.nodes.length > 0 && !options.force) return { ...stays, kept: ownEntryError(again.nodes) };
	const { asking } = again;
	if (asking.length > 0 && !options.force) return { ...stays, asking, kept: podsError(asking) };
	if (asking.length > 0)
		onChange({ event: "warning", text: `${podsError(asking).message}; --force goes on` });

	// An interrupted run leaves its own, and goes unseen once the inventory is gone. Those that an administrator made are
	// not touched.
	for (const name of signal.aborted ? [] : [nodeConfigNamespace, verifyNamespace])
		await removeNamespace(cluster, name, onChange);
	const { deleted, isWhole } = await removeInstall(cluster, again.removal, {
		...context,
		namespace: options.namespace,
		force: options.force,
		unready: unreadyNodes(now),
	});
	return { ...stays, deleted, lost: asking, interrupted: !isWhole };
}

const unreadyNodes = ({ snapshot: { nodes } }: WholeInstallation): string[] =>
	nodes.known ? nodes.value.flatMap(({ name, notReady }) => (notReady === undefined ? [] : [name])) : [];

function podsError(asking: readonly WorkloadPods[]): LocaldnsError {
	const count = asking.reduce((sum, { pods }) => sum + pods.length, 0);
	const workloads = `${asking.length} workload${asking.length === 1 ? "" : "s"}`;
	return new LocaldnsError(
		"LDNS740",
		`${count} running pod${count === 1 ? "" : "s"} of ${workloads} may still ask the cache`,
		{ reason: "a pod keeps the nameserver that it was made with" },
	);
}
