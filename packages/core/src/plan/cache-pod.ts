import type { ApiObject } from "../cluster/api-object.ts";

/** A pod of the cache, as far as a roll-out is judged by it. */
export interface CachePod {
	readonly name: string;
	/** The node that it is on, or is meant for: a DaemonSet's pods have one before they are scheduled. */
	readonly node: string;
	/** Which version of the DaemonSet's template it was made from. */
	readonly templateGeneration: string;
	readonly isReady: boolean;
	/** Whether it was told to end. */
	readonly isEnding: boolean;
	/** Why it is not ready, in words that end a sentence. */
	readonly trouble: PodTrouble;
}

/** What keeps a pod from being ready. */
export interface PodTrouble {
	readonly because: string;
	/** Whether waiting alone hardly helps: an image that is not there, a process that ends again and again. */
	readonly lasting: boolean;
}

interface State {
	readonly waiting?: { readonly reason?: string; readonly message?: string };
	readonly terminated?: {
		readonly exitCode?: number;
		readonly reason?: string;
		readonly message?: string;
	};
}

interface ContainerStatus {
	readonly name?: string;
	readonly state?: State;
	readonly lastState?: State;
}

interface PodObject {
	readonly spec?: {
		readonly nodeName?: string;
		readonly affinity?: {
			readonly nodeAffinity?: {
				readonly requiredDuringSchedulingIgnoredDuringExecution?: {
					readonly nodeSelectorTerms?: readonly {
						readonly matchFields?: readonly { readonly key?: string; readonly values?: readonly string[] }[];
					}[];
				};
			};
		};
	};
	readonly status?: PodStatus;
}

interface PodStatus {
	readonly phase?: string;
	readonly reason?: string;
	readonly message?: string;
	readonly conditions?: readonly {
		readonly type?: string;
		readonly status?: string;
		readonly reason?: string;
		readonly message?: string;
	}[];
	readonly initContainerStatuses?: readonly ContainerStatus[];
	readonly containerStatuses?: readonly ContainerStatus[];
}

/** Reads a pod of the cache's DaemonSet. */
export function readCachePod(object: ApiObject): CachePod {
	const { spec = {}, status = {} } = object as PodObject;
	const { name = "", labels = {} } = object.metadata ?? {};
	const conditions = status.conditions ?? [];
	return {
		name,
		node: spec.nodeName ?? meantFor(spec),
		templateGeneration: labels["pod-template-generation"] ?? "",
		isReady: conditions.some(({ type, status: met }) => type === "Ready" && met === "True"),
		isEnding:
			(object.metadata as { deletionTimestamp?: string } | undefined)?.deletionTimestamp !== undefined,
		trouble: troubleOf(status),
	};
}

/** The controller names the node by a rule of affinity (kubernetes/kubernetes: pkg/controller/daemon/util). */
const meantFor = ({ affinity }: NonNullable<PodObject["spec"]>): string =>
	(affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [])
		.flatMap(({ matchFields = [] }) => matchFields)
		.find(({ key }) => key === "metadata.name")?.values?.[0] ?? "";

/** Reasons of a waiting container that the kubelet also gives while all is well. */
const passing = new Set(["ContainerCreating", "PodInitializing"]);

function troubleOf(status: PodStatus): PodTrouble {
	const { phase, reason = "", message = "", conditions = [] } = status;
	// A pod that was evicted or could not be admitted is made anew by its controller.
	if (phase === "Failed") return { because: told(`its pod failed: ${reason}`, message), lasting: false };
	const unscheduled = conditions.find(({ type, status: met }) => type === "PodScheduled" && met === "False");
	if (unscheduled !== undefined) {
		return { because: told("its pod finds no place", unscheduled.message), lasting: true };
	}
	const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
	const held = containers.find(({ state }) => state?.waiting !== undefined && !isPassing(state));
	if (held !== undefined) return heldTrouble(held);
	const ended = containers.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
	if (ended !== undefined) return { because: lastWords(ended.name, ended.state), lasting: false };
	if (phase === "Running") return { because: "its pod runs and is not ready yet", lasting: false };
	return { because: "its pod is being started", lasting: false };
}

const isPassing = ({ waiting }: State): boolean => passing.has(waiting?.reason ?? "");

function heldTrouble({ name, state, lastState }: ContainerStatus): PodTrouble {
	const { reason = "", message } = state?.waiting ?? {};
	if (reason === "CrashLoopBackOff" && lastState?.terminated !== undefined) {
		return { because: `CrashLoopBackOff: ${lastWords(name, lastState)}`, lasting: true };
	}
	return { because: told(`container ${name}: ${reason}`, message), lasting: true };
}

function lastWords(name: string | undefined, state: State | undefined): string {
	const { exitCode, reason = "", message } = state?.terminated ?? {};
	return told(`container ${name} ended with ${exitCode}${reason === "" ? "" : ` (${reason})`}`, message);
}

/** Longest message of the API that is repeated, in characters. */
const longest = 300;

const told = (what: string, message: string | undefined = ""): string => {
	const line = message.trim().replaceAll(/\s+/g, " ").slice(0, longest);
	return line === "" ? what : `${what}: ${line}`;
};
