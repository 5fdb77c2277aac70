import type { InstallPlan } from "@localdns/core/plan";
import { refText } from "@localdns/core/plan";
import { differs } from "../install-diff.ts";
import { type Installed, nodesLeft } from "../install-outcome.ts";
import { diffLines } from "./diff-view.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** What an install cost. */
export interface InstallCost {
	/** Sent to the API server. */
	readonly requests: number;
	readonly seconds: number;
}

/** What install would do. @param full with the fields of objects, and those that stay as they are */
export function installPlanLines(plan: InstallPlan, style: Style, full: boolean): string {
	if (!differs(plan))
		return `${style.good("everything is as it should be")}; the cache is tried on every node\n`;
	const notes = [
		...plan.warnings.map((warning) => `${style.unsure("‼")} ${printable(warning)}`),
		plan.turns.length === 0
			? "no kubelet is changed, so no pod asks another nameserver than before"
			: "K3s is restarted on each of these nodes, in this order; running pods go on",
	];
	return `${cacheLine(plan)}${diffLines(plan, style, full)}${notes.map((line) => `${line}\n`).join("")}`;
}

/** Which cache it is about, and where. */
function cacheLine({ objects }: InstallPlan): string {
	const wanted = objects.flatMap((change) => (change.kind === "delete" ? [] : [change.object]));
	const daemonSet = wanted.find(({ kind }) => kind === "DaemonSet");
	if (daemonSet === undefined) return "";
	const { template } = daemonSet.spec as {
		readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
	};
	const image = template?.spec?.containers?.[0]?.image ?? "an image without a name";
	return `${printable(`cache ${image}, namespace ${daemonSet.metadata.namespace ?? ""}`)}\n`;
}

/** How an install ended, and what to do next. */
export function installedLines(
	plan: InstallPlan,
	ended: Installed,
	style: Style,
	{ requests, seconds }: InstallCost,
): string {
	const { changed, verified, turned, failed, takenBack, interrupted, error } = ended;
	const left = error === undefined ? nodesLeft(plan, ended) : [];
	const objects =
		changed.length === 0 ? "unchanged" : `${changed.length} changed: ${changed.map(refText).join(", ")}`;
	const lines = [
		takenBack === true ? style.unsure("objects are as before") : printable(`objects ${objects}`),
		...(verified.length === 0 ? [] : [style.good(printable(`the cache resolves on ${names(verified)}`))]),
		...(turned.length === 0 ? [] : [style.good(printable(`turned: ${turned.join(", ")}`))]),
		...failed.flatMap(({ node, outcome: { is, error: why } }) => [
			style.bad(printable(`${node}: ${endings[is]}`)),
			...printable([
				`  ${why.code}: ${why.message}`,
				...(why.reason === undefined ? [] : [`  cause: ${why.reason}`]),
				`  hint: ${why.hint}`,
			]),
		]),
		...left.map(({ node, because }) => style.unsure(printable(`left: ${node} ${because}`))),
		...(interrupted ? [style.unsure("interrupted; what was done so far stays")] : []),
		style.faint(`${seconds.toFixed(0)} s, ${requests} requests to the API server`),
		...(turned.length === 0
			? []
			: ["running pods keep their nameserver until they are recreated; localdns status names them"]),
	];
	return lines.map((line) => `${line}\n`).join("");
}

const names = (nodes: readonly string[]): string =>
	nodes.length <= 10 ? nodes.join(", ") : `${nodes.length} nodes`;

const endings = {
	refused: "nothing was written",
	undone: "could not be turned, and is as before",
	unclear: "it is not known how it stands",
} as const;
