import type { Restoration, RollbackPlan } from "../removal.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** Which nodes are given back, in order. */
export function rollbackPlanLines(plan: RollbackPlan, style: Style): string {
	const { nodes, unready, warnings } = printable({ ...plan });
	const lines = [
		...(nodes.length === 0 ? ["no node is to be given back"] : ["nodes, in this order:"]),
		...nodes.map(({ node, role, why }) => `  ${style.strong(node)} (${role})${reasons[why]}`),
		...unready.map(({ node, notReady = "" }) => `  ${style.unsure(`${node} is left: ${notReady}`)}`),
		...warnings.map((warning) => `${style.unsure("‼")} ${warning}`),
	];
	return lines.map((line) => `${line}\n`).join("");
}

const reasons = {
	turned: "",
	interrupted: ", whose change was interrupted",
	"no-record": ", without a record",
} as const;

/** What became of the nodes, with the reason and the way on for those that are not as wanted. */
export function restorationLines({ returned, failed, left }: Restoration, style: Style): string {
	const lines = [
		...(returned.length === 0 ? [] : [style.good(`given back: ${returned.join(", ")}`)]),
		...failed.flatMap(({ node, outcome: { is, error } }) => [
			style.bad(`${node}: ${endings[is]}`),
			...printable([
				`  ${error.code}: ${error.message}`,
				...(error.reason === undefined ? [] : [`  cause: ${error.reason}`]),
				`  hint: ${error.hint}`,
			]),
		]),
		...(left.length === 0 ? [] : [style.unsure(`not begun: ${left.join(", ")}`)]),
	];
	return lines.map((line) => `${line}\n`).join("");
}

const endings = {
	refused: "nothing was written",
	undone: "could not be given back, and hands out the cache as before",
	unclear: "it is not known how it stands",
} as const;
