import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { InstallPlan, NodeTurn } from "@localdns/core/plan";
import type { Installed, TurnFailure } from "../../install-outcome.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { NodeVerdict, Verification } from "../../ports/verification.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { applyObjects, changedRef, isOneByOne, type MadeChange } from "./apply-objects.ts";
import { changeNodes } from "./change-nodes.ts";
import { withOutgoing } from "./outgoing-objects.ts";
import { takeBackObjects } from "./take-back-objects.ts";
import type { NodeTurned } from "./turn-node.ts";
import { type RolledOut, waitRollout } from "./wait-rollout.ts";

export interface InstallContext {
	readonly cluster: Cluster;
	/** Opened when it is first needed. */
	readonly verification: () => Promise<Verification>;
	/** Turns one node, and tries it. */
	readonly turnNode: (turn: NodeTurn) => Promise<NodeTurned>;
	/** Objects as they were before, by `refText`. */
	readonly former: ReadonlyMap<string, ApiObject>;
	readonly namespace: string;
	/** Nodes that are not Ready. */
	readonly unready: readonly string[];
	/** What a fresh pod asks to try the cache. */
	readonly addresses: readonly string[];
	readonly force: boolean;
	/** Whether objects are taken back when the cache does not come up or does not resolve. */
	readonly takesBack: boolean;
	/** Between one node and the next. */
	readonly pauseMs: number;
	/** Agents at a time, after the canary; servers always go one by one, because each takes an API server away. */
	readonly maxParallel: number;
	readonly timeoutMs: number;
	/** Aborted: what is in hand is ended, and nothing further is begun. */
	readonly signal: AbortSignal;
	readonly onChange: OnChange;
}

/**
 * Applies the objects, waits for the cache on every Ready node, has fresh pods try it there, and only then turns nodes to
 * it, one after the other. A node on which it was not tried, or did not resolve, is not turned.
 */
export async function install(context: InstallContext, plan: InstallPlan): Promise<Installed> {
	const { cluster, onChange, signal } = context;
	onChange({ event: "step", text: "apply the objects" });
	const { first, last } = withOutgoing(plan.objects);
	const { made, error } = await applyObjects(cluster, first, context);
	const changed = made.map(({ change }) => changedRef(change));
	const nothing = { verified: [], turned: [], failed: [], left: [] };
	if (error !== undefined) return { ...nothing, ...(await failed(context, made, error)) };
	const stopped = { ...nothing, changed, error: undefined, takenBack: undefined };
	if (signal.aborted) return { ...stopped, interrupted: true };

	const staged = await stage(context, made).catch(expected);
	if (staged instanceof LocaldnsError) return { ...nothing, ...(await failed(context, made, staged)) };
	if (staged === undefined) return { ...stopped, interrupted: true };
	const { verified, untried } = staged;
	// What goes may be what the former pods stood on, so the new ones had to prove themselves first.
	const gone = signal.aborted ? { made: [], error: undefined } : await applyObjects(cluster, last, context);
	const written = [
		...changed,
		...gone.made.flatMap(({ change }) => (change.kind === "delete" ? [change.ref] : [])),
	];
	if (gone.error !== undefined)
		return {
			...nothing,
			...stopped,
			verified,
			changed: written,
			error: gone.error,
			takenBack: false,
			interrupted: false,
		};
	const isTried = new Set(verified);
	const turns = plan.turns.filter(({ node }) => isTried.has(node));
	const isPlanned = new Set(plan.turns.map(({ node }) => node));
	const left = [
		...plan.turns.flatMap(({ node }) =>
			isTried.has(node) ? [] : [{ node, because: untried.get(node) ?? "has no pod of the cache" }],
		),
		...[...untried].flatMap(([node, because]) => (isPlanned.has(node) ? [] : [{ node, because }])),
	];
	const result = await turnAll(context, turns);
	return {
		...stopped,
		changed: written,
		verified,
		turned: result.done,
		failed: result.failed,
		left: [...left, ...result.left.map((node) => ({ node, because: "was not begun" }))],
		interrupted: signal.aborted,
	};
}

/** The canary alone, then the other agents, then the servers. */
async function turnAll(
	{ onChange, pauseMs, signal, maxParallel, turnNode }: InstallContext,
	turns: readonly NodeTurn[],
) {
	if (turns.length > 0) onChange({ event: "step", text: "turn the nodes" });
	const [canary, ...rest] = turns;
	return await changeNodes(
		[
			{ nodes: canary === undefined ? [] : [canary], lanes: 1 },
			{ nodes: rest.filter(({ role }) => role === "agent"), lanes: maxParallel },
			{ nodes: rest.filter(({ role }) => role === "server"), lanes: 1 },
		],
		{
			pauseMs,
			signal,
			change: async (turn: NodeTurn): Promise<TurnFailure | undefined> => {
				const turned = await turnNode(turn).catch(unclear);
				return turned.is === "turned" ? undefined : turned;
			},
		},
	);
}

function expected(error: unknown): LocaldnsError {
	if (error instanceof LocaldnsError) return error;
	throw error;
}

/** A turn that was broken off is one whose end nobody has seen; other nodes in hand are still finished. */
function unclear(error: unknown): NodeTurned {
	if (error instanceof LocaldnsError) return { is: "unclear", error };
	throw error;
}

interface Staged {
	readonly verified: readonly string[];
	/** Nodes on which no pod could try it, with why. */
	readonly untried: ReadonlyMap<string, string>;
}

/** The cache on its nodes, and tried there. Undefined where it was interrupted. */
async function stage(
	context: InstallContext,
	made: readonly MadeChange[],
): Promise<Staged | LocaldnsError | undefined> {
	const { cluster, onChange, addresses, former } = context;
	onChange({ event: "step", text: "wait for the cache on every node" });
	let rolled = await waitRollout(cluster, context);
	if (rolled === undefined || rolled instanceof LocaldnsError) return rolled;
	const rolledOneByOne = made.find(({ change }) => isOneByOne(change, former))?.change;
	if (rolledOneByOne !== undefined && rolledOneByOne.kind !== "delete") {
		await cluster.apply(rolledOneByOne.object, { force: true });
		rolled = await waitRollout(cluster, context);
		if (rolled === undefined || rolled instanceof LocaldnsError) return rolled;
	}
	const { nodes, unready } = rolled as RolledOut;
	for (const node of unready)
		onChange({ event: "warning", text: `${node} is not Ready, so nobody can say how its cache does` });
	if (nodes.length === 0) return { verified: [], untried: new Map() };
	onChange({ event: "step", text: `ask the cache from a fresh pod on ${nodes.length} nodes` });
	const verification = await context.verification();
	const verdicts = await verification.verify(
		nodes,
		{ by: "address", nameservers: addresses },
		context.signal,
	);
	for (const { node, is } of verdicts)
		if (is === "resolves") onChange({ event: "node", node, state: "verified" });
	const failing = verdicts.filter((verdict) => verdict.is === "fails");
	if (failing.length > 0) return notResolving(failing, verdicts.length);
	return {
		verified: verdicts.flatMap(({ node, is }) => (is === "resolves" ? [node] : [])),
		untried: new Map(
			verdicts.flatMap((verdict) =>
				verdict.is === "unknown" ? [[verdict.node, verdict.error.message] as const] : [],
			),
		),
	};
}

function notResolving(
	failing: readonly (NodeVerdict & { readonly is: "fails" })[],
	count: number,
): LocaldnsError {
	const names = failing
		.slice(0, 5)
		.map(({ node }) => node)
		.join(", ");
	const [first] = failing;
	return new LocaldnsError(
		"LDNS713",
		`the cache does not resolve on ${failing.length} of ${count} nodes: ${names}`,
		{
			...(first === undefined ? {} : { reason: first.failures[0] ?? first.error.message }),
			...(first === undefined ? {} : { hint: `localdns explain ${first.error.code}` }),
		},
	);
}

/** The end of an install whose cache is not to be trusted. */
async function failed(
	context: InstallContext,
	made: readonly MadeChange[],
	error: LocaldnsError,
): Promise<Pick<Installed, "changed" | "error" | "takenBack" | "interrupted">> {
	const ended = { changed: made.map(({ change }) => changedRef(change)), error, interrupted: false };
	if (made.length === 0) return { ...ended, takenBack: undefined };
	// Whoever has the lock now is at work on the same objects.
	if (!context.takesBack || context.signal.reason instanceof LocaldnsError)
		return { ...ended, takenBack: false };
	context.onChange({ event: "step", text: `take back what was applied: ${error.message}` });
	const left = [...(await takeBackObjects(context.cluster, made, context))];
	const rollsBack = made.some(
		({ change }) =>
			change.kind !== "delete" && change.kind !== "create" && change.object.kind === "DaemonSet",
	);
	// Pods that end take their time, however short a roll-out may be.
	const timeoutMs = Math.max(60_000, context.timeoutMs);
	const rolled = rollsBack ? await waitRollout(context.cluster, { ...context, timeoutMs }) : undefined;
	if (rolled instanceof LocaldnsError) left.push(`the former cache: ${rolled.message}`);
	for (const text of left) context.onChange({ event: "warning", text });
	return { ...ended, takenBack: left.length === 0 };
}
