import type { ApiObject } from "../cluster/api-object.ts";
import type { ClusterNode } from "../cluster/node.ts";
import type { CachePod } from "./cache-pod.ts";

/** How far a DaemonSet has come with its pods. */
export interface Rollout {
	/** `stuck`: on some node waiting alone hardly helps, as things are now; it may still come right. */
	readonly is: "done" | "going" | "stuck";
	/** As the controller counts them, nodes that are not Ready among them. */
	readonly updated: number;
	readonly available: number;
	readonly desired: number;
	/** Ready nodes without a ready pod as it is wanted now, by name. */
	readonly missing: readonly NodeWithout[];
	/** Nodes that are not Ready and have none; they are not waited for. */
	readonly unready: readonly NodeWithout[];
}

/** A node without the cache as it is wanted, and why, in words that end a sentence. */
export interface NodeWithout {
	/** "" for nodes that are not known because the controller could not make a pod for them. */
	readonly node: string;
	readonly because: string;
}

interface DaemonSetObject {
	readonly status?: {
		readonly observedGeneration?: number;
		readonly desiredNumberScheduled?: number;
		readonly updatedNumberScheduled?: number;
		readonly numberAvailable?: number;
	};
}

/** Which version of its template a DaemonSet has; its pods have it as a label (kubernetes/api: apps/v1 conversion). */
const templateAnnotation = "deprecated.daemonset.template.generation";

/**
 * Judges a roll-out: done when the controller has seen the last change, and every Ready node that is meant has one ready
 * pod of it and no other.
 *
 * @param live the DaemonSet
 * @param pods those of the DaemonSet
 * @param refusal why the controller could not make pods (event FailedCreate), if that is known
 */
export function rolloutOf(
	live: ApiObject,
	nodes: readonly ClusterNode[],
	pods: readonly CachePod[],
	refusal?: string,
): Rollout {
	const { status = {} } = live as DaemonSetObject;
	const { annotations = {}, generation = 0 } = live.metadata ?? {};
	const desired = status.desiredNumberScheduled ?? 0;
	const numbers = {
		updated: status.updatedNumberScheduled ?? 0,
		available: status.numberAvailable ?? 0,
		desired,
	};
	if ((status.observedGeneration ?? 0) < generation) {
		return { is: "going", ...numbers, missing: [], unready: [] };
	}
	// A template that returns to a former shape gets a new number, and pods of that shape stay as they are: the controller
	// goes by its hash (kubernetes/kubernetes: pkg/controller/daemon/util, IsPodUpdated), so its count has the last word.
	const isWhole = desired > 0 && numbers.updated >= desired && numbers.available >= desired;
	const wanted = isWhole ? undefined : annotations[templateAnnotation];
	const notReady = new Map(
		nodes.flatMap(({ name, notReady: why }) => (why === undefined ? [] : [[name, why]])),
	);
	const missing: NodeWithout[] = [];
	const unready: NodeWithout[] = [];
	let stuck = false;
	const placed = byNode(pods);
	for (const [node, members] of [...placed].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
		const lack = lackOf(members, wanted);
		if (lack === undefined) continue;
		const why = notReady.get(node);
		if (why !== undefined) {
			unready.push({ node, because: `is not Ready: ${why}` });
			continue;
		}
		missing.push({ node, because: lack.because });
		stuck ||= lack.lasting;
	}
	const unmade = desired - placed.size;
	if (unmade > 0) {
		const count = unmade === 1 ? "1 node has no pod yet" : `${unmade} nodes have no pod yet`;
		missing.push({ node: "", because: refusal === undefined ? count : `${count}: ${refusal}` });
		stuck ||= refusal !== undefined;
	}
	return { is: stuck ? "stuck" : missing.length === 0 ? "done" : "going", ...numbers, missing, unready };
}

function byNode(pods: readonly CachePod[]): Map<string, CachePod[]> {
	const placed = new Map<string, CachePod[]>();
	for (const pod of pods) {
		const others = placed.get(pod.node);
		if (others === undefined) placed.set(pod.node, [pod]);
		else others.push(pod);
	}
	return placed;
}

/** What a node lacks; undefined for nothing. A pod that was told to end takes nothing from a new one. */
function lackOf(
	pods: readonly CachePod[],
	wanted: string | undefined,
): { readonly because: string; readonly lasting: boolean } | undefined {
	const staying = pods.filter(({ isEnding }) => !isEnding);
	const isCurrent = ({ templateGeneration }: CachePod): boolean =>
		wanted === undefined || templateGeneration === wanted;
	const current = staying.filter(isCurrent);
	const ready = current.find(({ isReady }) => isReady);
	if (ready === undefined) {
		const [first] = current;
		return first?.trouble ?? { because: "its former pod was not replaced yet", lasting: false };
	}
	if (staying.every(isCurrent)) return undefined;
	return { because: "its former pod is still there beside the new one", lasting: false };
}
