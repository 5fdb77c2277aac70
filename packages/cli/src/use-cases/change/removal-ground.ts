import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import type { NodeReturn, NodeToRestore } from "../../removal.ts";
import type { Answer } from "../../terminal-prompt.ts";
import type { WholeInstallation } from "./uninstall-plan.ts";

/** What rollback and uninstall stand on: an opened cluster, and ways to its nodes. */
export interface RemovalGround {
	readonly cluster: Cluster;
	readonly clusterUid: string;
	readonly observe: () => Promise<WholeInstallation>;
	readonly confirm: (question: string) => Promise<Answer>;
	/**
	 * Holds the lock and keeps the ways to the nodes open while `work` runs, and closes both whatever happens. The
	 * signal is aborted by Ctrl-C and by a lock that was lost.
	 */
	readonly locked: <T>(
		work: (signal: AbortSignal, returnNode: (node: NodeToRestore) => Promise<NodeReturn>) => Promise<T>,
	) => Promise<T>;
	readonly teardownOf: (daemonSet: ApiObject) => KubernetesObject | undefined;
	readonly onChange: OnChange;
}

/** Where the words of a command go. */
export interface Streams {
	readonly out: { write(text: string): unknown };
	readonly err: { write(text: string): unknown };
}
