import type { InstallPlan } from "@localdns/core/plan";

/** What install would change. */
export type InstallDiff = Pick<InstallPlan, "objects" | "turns" | "left">;

/** Whether install would change anything. */
export const differs = ({ objects, turns }: InstallDiff): boolean =>
	turns.length > 0 || objects.some(({ kind }) => kind !== "unchanged");
