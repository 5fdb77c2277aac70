import {
	type CheckResult,
	emptyHistory,
	type HealthHistory,
	historyKey,
	readHistory,
} from "@localdns/core/health";
import { historyName, type KubernetesObject, managedBy, setAsideName } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";

export const historyRef = (namespace: string): ObjectRef => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	namespace,
	name: historyName,
});

/** What an empty history looks like; only made where there is none. */
export const historyObject = (namespace: string): KubernetesObject => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: historyName, namespace, labels: managedBy },
	data: { [historyKey]: JSON.stringify(emptyHistory) },
});

/** A history as it stands in the cluster. */
export interface StoredHistory {
	readonly history: HealthHistory;
	readonly resourceVersion: string;
	/** Its text and what is wrong with it, where it is none of localdns'. */
	readonly foreign?: { readonly text: string; readonly problem: string };
}

/** @returns undefined where no history is kept @throws LocaldnsError LDNS601–LDNS607 */
export async function loadHistory(
	cluster: Pick<Cluster, "read">,
	namespace: string,
): Promise<StoredHistory | undefined> {
	const object = await cluster.read(historyRef(namespace));
	if (object === undefined) return undefined;
	const { resourceVersion = "" } = (object.metadata ?? {}) as { resourceVersion?: string };
	const text = (object as { data?: Record<string, string> }).data?.[historyKey];
	const read = readHistory(text);
	if (read.ok) return { history: read.history, resourceVersion };
	return { history: emptyHistory, resourceVersion, foreign: { text: text ?? "", problem: read.problem } };
}

/** Most of a foreign history that is kept, characters. */
const mostKept = 200_000;
/** How often another writer may come between. */
const mostTries = 6;

export interface KeptResult {
	readonly result: CheckResult;
	/** Whether there is a history. */
	readonly isKept: boolean;
	/** Sentences for whoever reads the verdict. */
	readonly notes: readonly string[];
}

/**
 * Judges a run by the history and writes it down. Another writer in between is no matter: the run is judged again, by
 * what that one has left.
 */
export async function keepResult(
	cluster: Pick<Cluster, "read" | "create" | "patch">,
	namespace: string,
	judge: (history: HealthHistory) => CheckResult,
): Promise<KeptResult> {
	const notes: string[] = [];
	let result = judge(emptyHistory);
	for (let tries = 1; tries <= mostTries; tries += 1) {
		const stored = await loadHistory(cluster, namespace);
		if (stored === undefined) return { result, isKept: false, notes };
		result = judge(stored.history);
		if (stored.foreign !== undefined && notes.length === 0) {
			await setAside(cluster, namespace, stored.foreign.text);
			notes.push(
				`LDNS763: ConfigMap ${namespace}/${historyName} could not be used (${stored.foreign.problem}); it was set aside as ${setAsideName}, and the history begins anew`,
			);
		}
		const change = { data: { [historyKey]: JSON.stringify(result.history) } };
		if ((await cluster.patch(historyRef(namespace), change, stored.resourceVersion)) !== undefined)
			return { result, isKept: true, notes };
	}
	notes.push(
		`LDNS764: the history changed ${mostTries} times while this run was to be added; it is not in it`,
	);
	return { result, isKept: true, notes };
}

/** The former one set aside gives way: what is kept is bounded. */
async function setAside(
	cluster: Pick<Cluster, "create" | "patch">,
	namespace: string,
	text: string,
): Promise<void> {
	const data = { [historyKey]: text.slice(0, mostKept) };
	const ref = { ...historyRef(namespace), name: setAsideName };
	if ((await cluster.patch(ref, { data })) !== undefined) return;
	await cluster.create({
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: setAsideName, namespace, labels: managedBy },
		data,
	});
}
