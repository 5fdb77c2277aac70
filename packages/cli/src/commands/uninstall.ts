import { exitCode } from "../exit-code.ts";
import { showError } from "../presentation/error-view.ts";
import { uninstallReport } from "../presentation/removal-report.ts";
import type { Style } from "../presentation/style.ts";
import { uninstallationLines, uninstallPlanLines } from "../presentation/uninstall-view.ts";
import type { Uninstallation, UninstallPlan } from "../removal.ts";
import { restorationExit } from "../removal-exit.ts";
import type { RemovalGround, Streams } from "../use-cases/change/removal-ground.ts";
import { uninstall } from "../use-cases/change/uninstall.ts";
import { planUninstall } from "../use-cases/change/uninstall-plan.ts";
import { onCluster, type RemovalFlags } from "./removal-opening.ts";
import { type ReturnFlags, type ReturnOptions, returnOptions } from "./rollback.ts";

/** Takes an installation out. */
export const uninstallInstallation = (
	flags: RemovalFlags & ReturnFlags & { force?: true | undefined },
): Promise<number> =>
	onCluster("uninstall", flags, (ground, streams, style) => {
		const { namespace, timeout, force = false } = flags;
		return uninstallOn(ground, { ...returnOptions(flags), namespace, timeout, force }, streams, style);
	});

interface UninstallFlags extends ReturnOptions {
	readonly namespace: string;
	readonly force: boolean;
	readonly timeout: number;
}

/**
 * Takes an installation out, once someone said yes.
 *
 * @throws LocaldnsError LDNS741–LDNS743, LDNS745
 */
export async function uninstallOn(
	ground: RemovalGround,
	flags: UninstallFlags,
	{ out, err }: Streams,
	style: Style,
): Promise<number> {
	const { namespace, force, skipUnreadyNodes: skipUnready, output, dryRun } = flags;
	const options = { namespace, force, skipUnready };
	const plan = planUninstall(await ground.observe(), options);
	const cluster = { ...ground.cluster.place, uid: ground.clusterUid };
	const show = (ended?: Uninstallation): string => {
		if (output === "json") return uninstallReport(cluster, plan, ended);
		return ended === undefined ? uninstallPlanLines(plan, style) : uninstallationLines(ended, style);
	};
	if (dryRun === "server") await tryTeardown(ground, plan);
	if (dryRun !== undefined) {
		out.write(show());
		return exitCode.done;
	}
	err.write(uninstallPlanLines(plan, style));
	if (plan.nodes.length === 0 && plan.removal.remove.length === 0) {
		if (output === "json") out.write(show());
		return exitCode.done;
	}
	const answer = await ground.confirm(
		force && plan.asking.length > 0
			? "take the cache out and leave these pods without DNS? [y/N] "
			: "take all of this out now? [y/N] ",
	);
	if (answer !== "yes") return answer === "no" ? exitCode.no : exitCode.interrupted;

	const ended = await ground.locked((signal, returnNode) =>
		uninstall(
			{
				...ground,
				returnNode,
				signal,
				pauseMs: flags.pauseBetween,
				maxParallel: flags.maxParallel,
				timeoutMs: flags.timeout,
			},
			plan,
			options,
		),
	);
	out.write(show(ended));
	if (ended.kept !== undefined) return showError(ended.kept, err);
	return restorationExit(ended.nodes) ?? (ended.interrupted ? exitCode.interrupted : exitCode.done);
}

/** The one write of an uninstall that something could refuse. */
async function tryTeardown(
	{ cluster, teardownOf }: RemovalGround,
	{ removal }: UninstallPlan,
): Promise<void> {
	const daemonSet = removal.remove.find(({ ref }) => ref.kind === "DaemonSet");
	const live = daemonSet === undefined ? undefined : await cluster.read(daemonSet.ref);
	const last = live === undefined ? undefined : teardownOf(live);
	if (last !== undefined) await cluster.apply(last, { force: true, dryRun: true });
}
