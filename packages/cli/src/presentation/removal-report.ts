import type { LocaldnsError } from "@localdns/core";
import type { WorkloadPods } from "@localdns/core/plan";
import type { Restoration, RollbackPlan, Uninstallation, UninstallPlan } from "../removal.ts";
import { toolVersion } from "../version.ts";

/** The cluster of a report; `uid` is that of namespace kube-system. */
export interface ReportedCluster {
	readonly context: string;
	readonly server: string;
	readonly uid: string;
}

/** The RollbackReport, with a newline at its end; without `ended` that of a dry run. */
export const rollbackReport = (
	cluster: ReportedCluster,
	plan: RollbackPlan,
	asking: readonly WorkloadPods[],
	ended?: Restoration,
): string => document("RollbackReport", cluster, plan, ended, { asking });

/** The UninstallReport, with a newline at its end; without `ended` that of a dry run. */
export const uninstallReport = (
	cluster: ReportedCluster,
	plan: UninstallPlan,
	ended?: Uninstallation,
): string => {
	const deleted = new Set(ended?.deleted.map(({ kind, name }) => `${kind} ${name}`));
	const { removal } = plan;
	const stateOf = (kind: string, name: string) => {
		if (ended === undefined) return "to-delete";
		return deleted.has(`${kind} ${name}`) ? "deleted" : "kept";
	};
	return document("UninstallReport", cluster, plan, ended?.nodes, {
		asking: ended?.asking ?? plan.asking,
		lost: ended?.lost ?? [],
		objects: [
			...removal.remove.map(({ ref }) => ({ ...ref, state: stateOf(ref.kind, ref.name) })),
			...removal.foreign.map(({ ref }) => ({ ...ref, state: "foreign" })),
		],
		...(ended?.kept === undefined ? {} : { keptBecause: problemOf(ended.kept) }),
	});
};

function document(
	kind: string,
	cluster: ReportedCluster,
	plan: RollbackPlan,
	ended: Restoration | undefined,
	more: object,
): string {
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind,
		toolVersion,
		cluster,
		dryRun: ended === undefined,
		nodes: [
			...plan.nodes.map(({ node, role, why }) => ({ node, role, why, ...stateOf(node, ended) })),
			...plan.unready.map(({ node, role, why }) => ({ node, role, why, state: "unready" })),
		],
		warnings: plan.warnings,
		...more,
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

function stateOf(node: string, ended: Restoration | undefined): object {
	if (ended === undefined) return { state: "to-return" };
	if (ended.returned.includes(node)) return { state: "returned" };
	const failure = ended.failed.find((each) => each.node === node);
	if (failure === undefined) return { state: "not-begun" };
	return { state: failure.outcome.is, error: problemOf(failure.outcome.error) };
}

const problemOf = ({ code, message, reason, hint }: LocaldnsError): object => ({
	code,
	message,
	...(reason === undefined ? {} : { cause: reason }),
	hint,
});
