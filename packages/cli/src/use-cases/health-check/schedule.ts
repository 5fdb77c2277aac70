import { healthCheckName } from "@localdns/core/manifests";
import type { Cluster } from "../../ports/cluster.ts";

/** What is asked for where nothing else is said: there in every cluster, and hot. */
export const defaultNames = ["kubernetes.default"];

/** What verdicts and alarms hang on: runs that differ in it say nothing of each other. */
export interface Asked {
	/** As text (`formatSlo`). */
	readonly slo: string;
	/** As text (`formatAlarm`). */
	readonly alarm: string;
	readonly nodes: string | undefined;
	readonly names: readonly string[];
}

/**
 * In what a run differs from those of the CronJob.
 *
 * @returns flags as the CronJob has them; empty where there is no CronJob
 * @throws LocaldnsError LDNS601–LDNS607
 */
export async function differencesFromSchedule(
	cluster: Pick<Cluster, "read">,
	namespace: string,
	asked: Asked,
): Promise<string[]> {
	const ref = { apiVersion: "batch/v1", kind: "CronJob", namespace, name: healthCheckName };
	const cronJob = (await cluster.read(ref)) as CronJob | undefined;
	const args = cronJob?.spec?.jobTemplate?.spec?.template?.spec?.containers?.[0]?.args;
	if (args === undefined) return [];
	const words = args.flatMap((word) => /^(--[a-z-]+)=(.*)$/s.exec(word)?.slice(1) ?? [word]);
	const own = {
		"--slo": { values: [asked.slo], unsaid: [] },
		"--alarm": { values: [asked.alarm], unsaid: [] },
		"--nodes": { values: asked.nodes === undefined ? [] : [asked.nodes], unsaid: [] },
		"--name": { values: asked.names, unsaid: defaultNames },
	};
	return Object.entries(own).flatMap(([flag, { values, unsaid }]) => {
		const there = words.filter((_, index) => words[index - 1] === flag);
		const means = there.length === 0 ? unsaid : there;
		if (JSON.stringify(means.toSorted()) === JSON.stringify(values.toSorted())) return [];
		return there.length === 0 ? [`no ${flag}`] : there.map((value) => `${flag} ${value}`);
	});
}

interface CronJob {
	readonly spec?: {
		readonly jobTemplate?: {
			readonly spec?: {
				readonly template?: {
					readonly spec?: { readonly containers?: readonly { readonly args?: readonly string[] }[] };
				};
			};
		};
	};
}
