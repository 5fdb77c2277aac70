import type { ApiObject } from "@localdns/core/cluster";
import type { Inventory } from "@localdns/core/manifests";
import { refText } from "@localdns/core/plan";
import type { UninstallPlan } from "../../removal.ts";
import { planRemoval } from "./removal-plan.ts";
import { type Installation, listed, planRollback, unreadyError } from "./rollback-plan.ts";

/** What uninstall sees besides. */
export interface WholeInstallation extends Installation {
	readonly inventory: Inventory | undefined;
	/** What is there of the inventory's objects, the inventory and the records, by `refText`. */
	readonly live: ReadonlyMap<string, ApiObject>;
}

export interface UninstallOptions {
	readonly namespace: string;
	/** Takes the cache out although pods or nodes still ask it. */
	readonly force: boolean;
	/** Gives back the nodes that can be, and leaves the cache for the others. */
	readonly skipUnready: boolean;
}

/**
 * What uninstall would do.
 *
 * @throws LocaldnsError LDNS741 a node that cannot be given back, LDNS745 nodes or pods that could not be listed
 */
export function planUninstall(found: WholeInstallation, options: UninstallOptions): UninstallPlan {
	const { namespace, force, skipUnready } = options;
	const { warnings, ...nodes } = planRollback(found, undefined);
	if (nodes.unready.length > 0 && !force && !skipUnready)
		throw unreadyError(nodes.unready, "localdns uninstall --skip-unready-nodes");
	listed(found.snapshot.pods, "pods");
	const removal = planRemoval(found.inventory, namespace, found.live);
	return {
		...nodes,
		removal,
		asking: found.asking,
		warnings: [
			...warnings,
			...nodes.unready.map(({ node, notReady = "" }) =>
				force
					? `${node} is not Ready (${notReady}) and stays turned: its pods have no DNS when it comes back`
					: `${node} is not Ready (${notReady}) and stays turned, so the cache stays as well`,
			),
			...removal.foreign.map(
				({ ref, managers }) =>
					`${refText(ref)} is no longer localdns' own and is left; fields are of ${managers.join(", ")}`,
			),
			...removal.kept.map(
				({ ref, by }) => `${refText(ref)} is kept in place by ${by}, which will make it again`,
			),
		],
	};
}
