import { exitCode } from "../exit-code.ts";
import { askingLines } from "../presentation/asking-lines.ts";
import { rollbackReport } from "../presentation/removal-report.ts";
import { restorationLines, rollbackPlanLines } from "../presentation/rollback-view.ts";
import type { Style } from "../presentation/style.ts";
import { restorationExit } from "../removal-exit.ts";
import type { RemovalGround, Streams } from "../use-cases/change/removal-ground.ts";
import { restoreNodes } from "../use-cases/change/restore-nodes.ts";
import { planRollback, unreadyError } from "../use-cases/change/rollback-plan.ts";
import { onCluster, type RemovalFlags } from "./removal-opening.ts";

/** Gives nodes back. */
export const rollback = (
	flags: RemovalFlags & ReturnFlags & { node?: string[] | undefined },
): Promise<number> =>
	onCluster("rollback", flags, (ground, streams, style) =>
		rollbackOn(ground, { ...returnOptions(flags), node: flags.node }, streams, style),
	);

/** As the command line gives them. */
export interface ReturnFlags {
	readonly pauseBetween: number;
	readonly maxParallel: number;
	readonly skipUnreadyNodes?: true | undefined;
	readonly dryRun?: "client" | "server" | undefined;
	readonly output: "table" | "json";
}

export const returnOptions = ({
	pauseBetween,
	maxParallel,
	skipUnreadyNodes,
	dryRun,
	output,
}: ReturnFlags): ReturnOptions => ({
	pauseBetween,
	maxParallel,
	skipUnreadyNodes: skipUnreadyNodes === true,
	dryRun,
	output,
});

export interface ReturnOptions {
	readonly pauseBetween: number;
	readonly maxParallel: number;
	readonly skipUnreadyNodes: boolean;
	readonly dryRun: "client" | "server" | undefined;
	readonly output: "table" | "json";
}

interface RollbackOptions extends ReturnOptions {
	readonly node: readonly string[] | undefined;
}

/**
 * Gives nodes back, once someone said yes.
 *
 * @throws LocaldnsError LDNS741, LDNS744, LDNS745
 */
export async function rollbackOn(
	ground: RemovalGround,
	options: RollbackOptions,
	{ out, err }: Streams,
	style: Style,
): Promise<number> {
	const found = await ground.observe();
	const plan = planRollback(found, options.node);
	if (plan.unready.length > 0 && !options.skipUnreadyNodes)
		throw unreadyError(plan.unready, "localdns rollback --skip-unready-nodes");
	const cluster = { ...ground.cluster.place, uid: ground.clusterUid };
	const shown = rollbackPlanLines(plan, style);
	if (options.dryRun !== undefined || plan.nodes.length === 0) {
		const report = rollbackReport(
			cluster,
			plan,
			found.asking,
			options.dryRun === undefined ? { returned: [], failed: [], left: [] } : undefined,
		);
		out.write(options.output === "json" ? report : `${shown}${stayLines(found.asking)}`);
		return exitCode.done;
	}
	err.write(shown);
	const answer = await ground.confirm("give these nodes back now? [y/N] ");
	if (answer !== "yes") return answer === "no" ? exitCode.no : exitCode.interrupted;

	const ended = await ground.locked((signal, returnNode) =>
		restoreNodes(plan.nodes, {
			returnNode,
			signal,
			pauseMs: options.pauseBetween,
			maxParallel: options.maxParallel,
		}),
	);
	const { asking } = await ground.observe();
	out.write(
		options.output === "json"
			? rollbackReport(cluster, plan, asking, ended)
			: `${restorationLines(ended, style)}${stayLines(asking)}`,
	);
	return restorationExit(ended) ?? exitCode.done;
}

const stayLines = (asking: Parameters<typeof askingLines>[0]): string =>
	asking.length === 0
		? ""
		: `pods that may ask the cache until they are recreated; it stays until none is left:\n${askingLines(asking)}`;
