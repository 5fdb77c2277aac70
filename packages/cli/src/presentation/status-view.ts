import type { WorkloadPods } from "@localdns/core/plan";
import {
	type InstallationStatus,
	type InstalledCache,
	type NodeState,
	type NodeStatus,
	nodeStates,
	type StatusProblem,
} from "../installation-status.ts";
import type { ClusterPlace } from "../ports/cluster.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

/** What a state is called in a sentence about nodes. */
const stateWords: Readonly<Record<NodeState, string>> = {
	"asks-cache": "ask the cache",
	"in-vain": "ask the cache in vain",
	interrupted: "in the middle of a change",
	"not-ready": "not Ready",
	new: "new: localdns install takes them in",
	cached: "cached, not turned yet",
	"without-cache": "without the cache",
	returned: "given back",
};

/** How many workloads a dashboard names, so that it stays on one screen. */
const shownWorkloads = 4;

/** A dashboard of some 15 lines. @param wide every node and every workload with the command that recreates it */
export function statusLines(
	place: ClusterPlace,
	raw: InstallationStatus,
	style: Style,
	wide: boolean,
): string {
	const status = printable(raw);
	const { namespace, cache, nodes, operation, former, remaining } = status;
	const rows = [
		["cluster", printable(`context ${place.context}, ${place.server}`)],
		[
			"installed",
			cache === undefined ? `nothing, in namespace ${namespace}` : installedText(cache, namespace),
		],
		...(cache === undefined
			? []
			: [
					["", cache.image],
					["cache", rollOutText(cache)],
				]),
		["nodes", nodesText(nodes)],
		...(operation === undefined
			? []
			: [["running", `${operation.holder}, last sign of life ${operation.renewedAt}`]]),
		...(cache?.mode === "kubelet" ? [["pods", podsText(former)]] : []),
		...(remaining.length === 0
			? []
			: [["", `${podCount(remaining)} may still ask the cache, on nodes that were given back`]]),
	].map(([head = "", text = ""]) => [style.faint(head), text]);
	return [
		`${renderColumns(rows)}\n`,
		recreateLines([...former, ...remaining], wide),
		wide ? nodeLines(nodes, style) : "",
		problemLines(status, style),
	].join("");
}

/** Only what is not well, for pasting. */
export const problemLines = ({ problems }: InstallationStatus, style: Style): string =>
	problems.map((problem) => problemText(printable(problem), style)).join("");

/** One line for people. */
export const statusSummary = ({ problems }: InstallationStatus, style: Style): string =>
	`${problems.length === 0 ? style.good("all is well") : style.bad(`${problems.length} not as it should be`)}\n`;

/** Names of nodes that ask the cache, one a line, for scripts. */
export const nodeNames = ({ nodes }: InstallationStatus): string =>
	nodes.flatMap(({ name, state }) => (state === "asks-cache" ? `node/${printable(name)}\n` : [])).join("");

function installedText(
	{ isOurs, toolVersion, profile, engine, mode, addresses }: InstalledCache,
	namespace: string,
): string {
	const by = isOurs
		? `by localdns${toolVersion === undefined ? "" : ` ${toolVersion}`}, profile ${profile}`
		: "by somebody else";
	return `${by}, engine ${engine}, mode ${mode}, ${addresses.join(" ")}, namespace ${namespace}`;
}

const rollOutText = ({ desired, updated, available, isObserved }: InstalledCache): string =>
	`${available} of ${desired} available, ${updated} updated${isObserved ? "" : ", as they were before the last change"}`;

/** Counts by state; names where they are few and something is odd about them. */
function nodesText(nodes: readonly NodeStatus[]): string {
	const parts = nodeStates.flatMap((state) => {
		const of = nodes.filter((node) => node.state === state);
		const names =
			state === "asks-cache" || of.length > 3 ? "" : ` (${of.map(({ name }) => name).join(", ")})`;
		return of.length === 0 ? [] : [`${of.length} ${stateWords[state]}${names}`];
	});
	return parts.length === 0 ? "none" : parts.join("; ");
}

function podsText(former: readonly WorkloadPods[]): string {
	if (former.length === 0) return "none has its former nameserver where its node hands out the cache";
	const certain = former.filter(({ asks }) => asks === "cluster-dns");
	const unsure = former.filter(({ asks }) => asks === "either");
	const parts = [
		...(certain.length === 0 ? [] : [`${podCount(certain)} with the former nameserver`]),
		...(unsure.length === 0 ? [] : [`${podCount(unsure)} that may have it`]),
	];
	return `${parts.join(", ")}, until recreated:`;
}

function podCount(groups: readonly WorkloadPods[]): string {
	const count = groups.reduce((sum, { pods }) => sum + pods.length, 0);
	return `${count} pod${count === 1 ? "" : "s"}`;
}

function recreateLines(groups: readonly WorkloadPods[], wide: boolean): string {
	const shown = wide ? groups : groups.slice(0, shownWorkloads);
	const lines = shown.map(
		({ namespace, workload, pods, recreate }) => `  ${namespace}/${workload} (${pods.length}): ${recreate}\n`,
	);
	const rest = groups.length - shown.length;
	return [...lines, ...(rest > 0 ? [`  and ${rest} more: localdns status -o wide\n`] : [])].join("");
}

function nodeLines(nodes: readonly NodeStatus[], style: Style): string {
	const head = ["NODE", "ROLE", "STATE", "RECORD"].map(style.strong);
	return `${renderColumns([head, ...nodes.map(({ name, role, state, record = "-" }) => [name, role, state, record])])}\n`;
}

const shownNodes = 5;

function problemText({ code, text, hint, nodes }: StatusProblem, style: Style): string {
	const names = nodes.slice(0, shownNodes).join(", ");
	const more = nodes.length > shownNodes ? ` and ${nodes.length - shownNodes} more` : "";
	return `${style.bad("×")} ${code} ${nodes.length === 0 ? "" : `${names}${more}: `}${text}\n    hint: ${hint}\n`;
}
