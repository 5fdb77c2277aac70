import { refText } from "@localdns/core/plan";
import type { Uninstallation, UninstallPlan } from "../removal.ts";
import { askingLines } from "./asking-lines.ts";
import { restorationLines, rollbackPlanLines } from "./rollback-view.ts";
import type { Style } from "./style.ts";

/** What uninstall would do, and whom it waits for. */
export function uninstallPlanLines(plan: UninstallPlan, style: Style): string {
	const { removal, asking } = plan;
	const deletions = removal.remove.map(({ ref }) => `  ${style.bad("-")} ${refText(ref)}\n`).join("");
	return [
		rollbackPlanLines(plan, style),
		asking.length === 0
			? ""
			: `pods that may ask the cache, which stays until they are recreated:\n${askingLines(asking, 10)}`,
		deletions === "" ? "no object of localdns is there\n" : `then are deleted, in this order:\n${deletions}`,
	].join("");
}

/** How uninstall ended. */
export function uninstallationLines(ended: Uninstallation, style: Style): string {
	const { nodes, deleted, lost, asking } = ended;
	return [
		restorationLines(nodes, style),
		asking.length === 0
			? ""
			: `the cache stays for these pods; recreate them, then run localdns uninstall again:\n${askingLines(asking)}`,
		deleted.length === 0 ? "" : `${style.good(`deleted: ${deleted.map(refText).join(", ")}`)}\n`,
		lost.length === 0
			? ""
			: `${style.bad("pods without DNS until they are recreated:")}\n${askingLines(lost)}`,
	].join("");
}
