import { healthCheckName } from "@localdns/core/manifests";
import type { Cluster } from "../../ports/cluster.ts";

/** What verdicts and alarms hang on: runs that differ in it say nothing of each other. */
export interface Asked {
	/** As text (`formatSlo`). */
	readonly slo: string;
	/** As text (`formatAlarm`). */
	readonly alarm: string;
	readonly nodes: string | undefined;
	/** @default undefined: those that every check asks for */
	readonly names: readonly string[] | undefined;
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
	const own = {
		"--slo": [asked.slo],
		"--alarm": [asked.alarm],
		"--nodes": asked.nodes === undefined ? [] : [asked.nodes],
		"--name": asked.names ?? [],
	};
	return Object.entries(own).flatMap(([flag, values]) => {
		const there = args.filter((_, index) => args[index - 1] === flag);
		if (JSON.stringify(there.toSorted()) === JSON.stringify(values.toSorted())) return [];
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
