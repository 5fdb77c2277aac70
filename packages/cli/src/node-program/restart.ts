import { setTimeout as sleep } from "node:timers/promises";
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
	| { readonly is: "well" }
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
	const { unit, healthzPort, patienceMs, everyMs = 1000 } = settings;
	const { mainPid: former } = await host.unit(unit);
	try {
		await host.restart(unit);
	} catch (error) {
		return {
			is: "not-well",
			missing: `the order to restart ${unit} was refused: ${(error as Error).message}`,
		};
	}
	const end = performance.now() + patienceMs;
	let missing = "";
	for (let inARow = 0, pid = 0; performance.now() < end; ) {
		const state = await host.unit(unit);
		const isNew = state.mainPid !== 0 && state.mainPid !== former;
		missing = !isNew
			? `${unit} was not restarted`
			: !state.active
				? `${unit} is not active`
				: healthzPort === 0 || (await host.kubeletIsWell(healthzPort))
					? ""
					: `the kubelet does not say ok on 127.0.0.1:${healthzPort}`;
		inARow = missing === "" && (pid === state.mainPid || inARow === 0) ? inARow + 1 : 0;
		pid = state.mainPid;
		if (inARow === wellInARow) return { is: "well" };
		try {
			await sleep(everyMs, undefined, signal === undefined ? {} : { signal });
		} catch {
			return { is: "interrupted" };
		}
	}
	return { is: "not-well", missing: missing || `${unit} did not stay up` };
}
