import { LocaldnsError } from "@localdns/core";
import type { CheckResult, HealthReport } from "@localdns/core/health";
import { healthCheckName } from "@localdns/core/manifests";
import type { Cluster } from "../../ports/cluster.ts";

/** A change of state, as an Event says it. */
export interface StateChange {
	readonly type: "Warning" | "Normal";
	readonly reason: "DnsSloBreached" | "DnsSloRecovered";
	readonly note: string;
	/** Of the Event's `related`. */
	readonly node?: string;
}

/** More would crowd out what else a namespace has to tell. */
const mostEvents = 10;
/** Longest note that the API server takes, characters (events.k8s.io/v1). */
const longestNote = 1024;

/** What is new since the run before: nothing is told twice. */
export function stateChanges(
	{ pooled, nodes }: CheckResult,
	{ slo, alarmRule }: HealthReport,
): StateChange[] {
	const scopes = [
		{ result: pooled, who: "the nodes as a whole", node: undefined },
		...nodes.map((result) => ({ result, who: `node ${result.node}`, node: result.node })),
	];
	return scopes
		.flatMap(({ result, who, node }): StateChange[] => {
			const { change, failed, resolutions } = result;
			if (change === undefined) return [];
			const counts = `last run: ${failed} of ${resolutions} resolutions failed`;
			const note =
				change === "raised"
					? `DNS breaks its SLO ${slo} on ${who}, in ${alarmRule} of the last runs; ${counts}`
					: `DNS keeps its SLO ${slo} again on ${who}; ${counts}`;
			return [
				{
					type: change === "raised" ? "Warning" : "Normal",
					reason: change === "raised" ? "DnsSloBreached" : "DnsSloRecovered",
					note: note.slice(0, longestNote),
					...(node === undefined ? {} : { node }),
				},
			];
		})
		.slice(0, mostEvents);
}

/**
 * Tells changes as Events of the CronJob, where `kubectl describe cronjob` and everything that forwards Events finds them.
 *
 * @returns what could not be told
 */
export async function tellEvents(
	cluster: Pick<Cluster, "read" | "create">,
	namespace: string,
	run: string,
	changes: readonly StateChange[],
): Promise<string[]> {
	if (changes.length === 0) return [];
	try {
		const regarding = { apiVersion: "batch/v1", kind: "CronJob", namespace, name: healthCheckName };
		const cronJob = await cluster.read(regarding);
		if (cronJob === undefined) return [];
		const { uid } = (cronJob.metadata ?? {}) as { uid?: string };
		for (const [index, { type, reason, note, node }] of changes.entries()) {
			await cluster.create({
				apiVersion: "events.k8s.io/v1",
				kind: "Event",
				metadata: { name: `${healthCheckName}.${run}-${index}`, namespace },
				// MicroTime: six digits.
				eventTime: new Date().toISOString().replace("Z", "000Z"),
				...{ type, reason, note, action: "Judge" },
				reportingController: "localdns.dev/health-check",
				reportingInstance: run,
				regarding: { ...regarding, uid },
				...(node === undefined ? {} : { related: { apiVersion: "v1", kind: "Node", name: node } }),
			});
		}
		return [];
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		return [`an Event could not be written: ${error.reason ?? error.message}`];
	}
}
