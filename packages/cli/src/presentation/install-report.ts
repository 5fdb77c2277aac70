import type { LocaldnsError } from "@localdns/core";
import type { InstallPlan, ObjectChange } from "@localdns/core/plan";
import { type Installed, nodesLeft } from "../install-outcome.ts";
import { toolVersion } from "../version.ts";
import { changedRef } from "./diff-report.ts";
import type { InstallCost } from "./install-view.ts";
import type { ReportedCluster } from "./removal-report.ts";

/** The InstallReport, with a newline at its end; without `ended` that of a dry run. */
export function installReport(
	cluster: ReportedCluster,
	plan: InstallPlan,
	ended: Installed | undefined,
	{ requests, seconds }: InstallCost,
): string {
	const left = ended === undefined ? plan.left.filter(({ well }) => !well) : nodesLeft(plan, ended);
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "InstallReport",
		toolVersion,
		cluster,
		dryRun: ended === undefined,
		objects: plan.objects.map(objectOf),
		nodes: plan.turns.map(({ node, role, canary, why }) => ({
			node,
			role,
			canary,
			why,
			...stateOf(node, ended),
		})),
		left: left.map(({ node, because }) => ({ node, because })),
		warnings: plan.warnings,
		requests,
		seconds: Math.round(seconds * 10) / 10,
		...(ended === undefined ? {} : endOf(ended)),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

const objectOf = (change: ObjectChange): object => ({
	...changedRef(change),
	change: change.kind,
	...(change.kind === "update" || change.kind === "adopt" ? { fields: change.fields } : {}),
	...(change.kind === "adopt" ? { managers: change.managers } : {}),
});

function stateOf(node: string, ended: Installed | undefined): object {
	if (ended === undefined) return { state: "to-turn" };
	if (ended.turned.includes(node)) return { state: "turned" };
	const failure = ended.failed.find((each) => each.node === node)?.outcome;
	if (failure === undefined) return { state: "not-turned" };
	return { state: failure.is, error: problemOf(failure.error) };
}

const endOf = ({ changed, verified, error, takenBack, interrupted }: Installed): object => ({
	changed,
	verified,
	interrupted,
	...(error === undefined ? {} : { error: problemOf(error) }),
	...(takenBack === undefined ? {} : { takenBack }),
});

const problemOf = ({ code, message, reason, hint }: LocaldnsError): object => ({
	code,
	message,
	...(reason === undefined ? {} : { cause: reason }),
	hint,
});
