import { LocaldnsError } from "@localdns/core";
import type { ClusterArm } from "../../cluster-bench-settings.ts";
import type { BenchGround } from "./observe-bench.ts";

/** An arm, and whom it asks. */
export interface AskedArm extends ClusterArm {
	readonly server: string;
}

/** The arms of a run, each with its server, and on which nodes the cache cannot be asked. */
export interface ChosenArms {
	readonly arms: readonly AskedArm[];
	/** Of the nodes to be measured, those that ask no cache: none is ready there. */
	readonly withoutCache: ReadonlySet<string>;
}

const usual: readonly ClusterArm[] = [
	{ name: "direct", way: "direct" },
	{ name: "cache", way: "cache" },
];

/**
 * @param wanted undefined for the usual ones, which are `direct` alone where there is no cache
 * @param nodes names of those to be measured
 * @throws LocaldnsError LDNS332 where the cache is asked for, and there is none or none on these nodes
 */
export function chooseArms(
	wanted: readonly ClusterArm[] | undefined,
	{ direct, cache }: Pick<BenchGround, "direct" | "cache">,
	nodes: readonly string[],
): ChosenArms {
	const asked = wanted ?? (cache === null ? usual.slice(0, 1) : usual);
	const needsCache = asked.some(({ way }) => way === "cache");
	if (needsCache && cache === null)
		throw new LocaldnsError("LDNS332", "no cache is installed, and --arms names it");
	const readyOn = cache?.readyOn ?? new Set<string>();
	const withoutCache = new Set(needsCache ? nodes.filter((node) => !readyOn.has(node)) : []);
	if (needsCache && withoutCache.size === nodes.length)
		throw new LocaldnsError("LDNS332", "the cache is ready on none of the nodes that are to be measured", {
			hint: "localdns status",
		});
	return {
		arms: asked.map((arm) => ({ ...arm, server: arm.way === "cache" ? (cache?.address ?? "") : direct })),
		withoutCache,
	};
}

/** The arms that a node is asked by. */
export const armsOn = ({ arms, withoutCache }: ChosenArms, node: string): readonly AskedArm[] =>
	withoutCache.has(node) ? arms.filter(({ way }) => way === "direct") : arms;
