import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { NodeHost } from "./node-host.ts";

/** Times in a row that K3s has to be well: one that is about to fail may answer once. */
const wellInARow = 3;

/** What is restarted and how long it may take. */
export interface RestartSettings {
	readonly unit: string;
	/** Of the kubelet's healthz; 0 where it serves none. */
	readonly healthzPort: number;
	readonly patienceMs: number;
	/** @default 1000 */
	readonly everyMs?: number;
}

/** How a restart ended. */
export type Restarted =
	| { readonly is: "well"; readonly mainPid: number }
	/** What was missing when it was last looked at. */
	| { readonly is: "not-well"; readonly missing: string }
	| { readonly is: "interrupted" };

/**
 * Restarts K3s and watches until another process of it is active and its kubelet is well, three times in a row.
 *
 * @param signal aborted: the watch ends at once
 */
export async function restart(
	host: NodeHost,
	settings: RestartSettings,
	signal?: AbortSignal,
): Promise<Restarted> {
	const { unit, patienceMs, everyMs = 1000 } = settings;
	let former: number;
	try {
		former = (await host.unit(unit)).mainPid;
		await host.restart(unit);
	} catch (error) {
		return {
			is: "not-well",
			missing: `the order to restart ${unit} was refused: ${wordsOf(error)}`,
		};
	}
	const end = performance.now() + patienceMs;
	let missing = "";
	for (let inARow = 0, pid = 0; performance.now() < end; ) {
		const seen = await look(host, settings, former);
		missing = seen.missing;
		inARow = missing === "" && (pid === seen.mainPid || inARow === 0) ? inARow + 1 : 0;
		pid = seen.mainPid;
		if (inARow === wellInARow) return { is: "well", mainPid: pid };
		try {
			await sleep(everyMs, undefined, signal === undefined ? {} : { signal });
		} catch {
			return { is: "interrupted" };
		}
	}
	return { is: "not-well", missing: missing || `${unit} did not stay up` };
}

/** @returns what is missing, empty for nothing */
async function look(
	host: NodeHost,
	{ unit, healthzPort }: RestartSettings,
	former: number,
): Promise<{ missing: string; mainPid: number }> {
	try {
		const { mainPid, active } = await host.unit(unit);
		if (mainPid === 0 || mainPid === former) return { mainPid, missing: `${unit} was not restarted` };
		if (!active) return { mainPid, missing: `${unit} is not active` };
		const isWell = healthzPort === 0 || (await host.kubeletIsWell(healthzPort));
		return {
			mainPid,
			missing: isWell ? "" : `the kubelet does not say ok on 127.0.0.1:${healthzPort}`,
		};
	} catch (error) {
		return { mainPid: 0, missing: wordsOf(error) };
	}
}

function wordsOf(error: unknown): string {
	if (error instanceof LocaldnsError) return error.reason ?? error.message;
	return error instanceof Error ? error.message : String(error);
}
