import type { InstallPlan } from "@localdns/core/plan";
import type { Installed } from "./use-cases/change/install.ts";

/** Nodes that are not as wanted, each with why. */
export const nodesLeft = (
	plan: Pick<InstallPlan, "left">,
	ended: Pick<Installed, "left">,
): readonly { readonly node: string; readonly because: string }[] => [
	...plan.left.flatMap(({ node, because, well }) => (well ? [] : [{ node, because }])),
	...ended.left,
];
