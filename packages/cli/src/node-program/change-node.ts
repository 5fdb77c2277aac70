import { LocaldnsError } from "@localdns/core";
import { parseAddresses } from "@localdns/core/k3s";
import type { NodeRoot } from "../node-files/root.ts";
import type { NodeOutcome, NodeTurnOptions } from "../ports/node-access.ts";
import { applyChange } from "../use-cases/node-config-apply.ts";
import { clearLeftovers, planChange } from "../use-cases/node-config-change.ts";
import { readRecord } from "../use-cases/node-config-record.ts";
import { applyReturn, planReturn } from "../use-cases/node-config-revert.ts";
import { changedAt, healthzPortOf, observeRestartable } from "./node-configuration.ts";
import type { NodeHost } from "./node-host.ts";
import { type Restarted, restart } from "./restart.ts";

/** A node, and what may cut the work on it short. */
export interface NodeContext {
	readonly root: NodeRoot;
	readonly host: NodeHost;
	/** K3s there, where it can be restarted. @default as a Job sees it */
	readonly observe?: () => ReturnType<typeof observeRestartable>;
	/** Brings what was written below the root to the node; without it, the root is the node's own. */
	readonly send?: () => Promise<void>;
	/** Aborted when the pod is to end: the node is put back, unless it is well already. */
	readonly signal?: AbortSignal;
	/** Between two looks at K3s. @default 1000 */
	readonly everyMs?: number;
}

interface Entry {
	readonly addresses: readonly string[];
	readonly adopt: boolean;
}

/** Writes the entry, restarts K3s where that is needed, and undoes both where K3s does not come back. Never throws. */
export const turnHere = (context: NodeContext, options: NodeTurnOptions): Promise<NodeOutcome> =>
	change(context, options.patienceMs, {
		forth: () => writeEntry(context, options),
		back: () => void takeBack(context),
	});

/** The same the other way round: where K3s does not come back with the former bytes, the entry is written again. */
export function giveBackHere(context: NodeContext, patienceMs: number): Promise<NodeOutcome> {
	let entry: Entry | undefined;
	return change(context, patienceMs, {
		forth: () => {
			entry = takeBack(context);
			return { wrote: entry !== undefined, warnings: [] };
		},
		back: () => {
			if (entry !== undefined) writeEntry(context, entry);
		},
	});
}

interface Steps {
	readonly forth: () => { readonly wrote: boolean; readonly warnings: readonly string[] };
	readonly back: () => void;
}

async function change(
	context: NodeContext,
	patienceMs: number,
	{ forth, back }: Steps,
): Promise<NodeOutcome> {
	const { signal } = context;
	let warnings: readonly string[];
	let unit: string;
	try {
		unit = observe(context).service.name;
		if (signal?.aborted === true)
			throw new LocaldnsError("LDNS725", "the pod was told to end before anything was written");
		const written = forth();
		warnings = written.warnings;
		await context.send?.();
		if (!written.wrote && (await runsSinceChange(context, unit)))
			return { is: "done", restarted: false, warnings };
	} catch (error) {
		const known = asKnown(error);
		return { is: ["LDNS513", "LDNS729"].includes(known.code) ? "unclear" : "refused", error: known };
	}
	const ended = await watched(context, unit, patienceMs, signal);
	if (ended.is === "well") return { is: "done", restarted: true, warnings };
	try {
		back();
		await context.send?.();
	} catch (error) {
		return { is: "unclear", error: asKnown(error) };
	}
	// What this time is waited for has to be known, even by a pod that is about to end.
	const again = await watched(context, unit, patienceMs);
	if (again.is !== "well") return { is: "unclear", error: notBack("LDNS721", unit, again) };
	const code = ended.is === "interrupted" ? "LDNS725" : "LDNS720";
	return { is: "undone", error: notBack(code, unit, ended, again.mainPid) };
}

function watched(
	context: NodeContext,
	unit: string,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<Restarted> {
	const { host, everyMs } = context;
	const healthzPort = healthzPortOf(observe(context).found);
	return restart(
		host,
		{ unit, healthzPort, patienceMs, ...(everyMs === undefined ? {} : { everyMs }) },
		signal,
	);
}

function notBack(
	code: "LDNS720" | "LDNS721" | "LDNS725",
	unit: string,
	ended: Restarted,
	pid?: number,
): LocaldnsError {
	const reason = ended.is === "not-well" ? ended.missing : "the pod was told to end";
	const texts = {
		LDNS720: `${unit} did not come back with the change; it was put back and runs again as process ${pid}`,
		LDNS721: `${unit} did not come back, with the former configuration either`,
		LDNS725: `the change was interrupted and put back; ${unit} runs again as process ${pid}`,
	};
	const hint = `journalctl -u ${unit} --since -10min, on that node`;
	return new LocaldnsError(code, texts[code], { reason, ...(code === "LDNS725" ? {} : { hint }) });
}

const observe = ({ root, observe: own }: NodeContext): ReturnType<typeof observeRestartable> =>
	own === undefined ? observeRestartable(root) : own();

function writeEntry(context: NodeContext, { addresses, adopt }: Entry): ReturnType<Steps["forth"]> {
	const { root } = context;
	const { found } = observe(context);
	const planned = planChange(root, found, { addresses, adopt });
	const { actions, warnings } = planned.plan;
	if (actions.length === 0) return { wrote: false, warnings };
	clearLeftovers(root, found);
	applyChange(root, planned);
	return { wrote: true, warnings };
}

/** @returns the entry that was taken out; undefined where there was none */
function takeBack(context: NodeContext): Entry | undefined {
	const { root } = context;
	const { found } = observe(context);
	const planned = planReturn(root, found, false);
	const record = readRecord(root, found.configPath);
	clearLeftovers(root, found);
	applyReturn(root, found, planned, false);
	if (record === undefined || planned.files.every(({ from, to }) => from === to)) return undefined;
	const addresses = parseAddresses(record.entry.slice(record.entry.indexOf("=") + 1));
	return addresses === undefined ? undefined : { addresses, adopt: true };
}

/** Whether the K3s that runs has read the configuration as it is. */
async function runsSinceChange(context: NodeContext, unit: string): Promise<boolean> {
	const { root, host } = context;
	const { mainPid, active } = await host.unit(unit);
	const startedAt = active ? await host.startedAt(mainPid) : undefined;
	const at = changedAt(root, observe(context).found);
	return startedAt !== undefined && (at === undefined || startedAt > at);
}

const asKnown = (error: unknown): LocaldnsError =>
	error instanceof LocaldnsError
		? error
		: new LocaldnsError("LDNS512", "the node's configuration could not be written", {
				reason: error instanceof Error ? error.message : String(error),
				cause: error,
			});
