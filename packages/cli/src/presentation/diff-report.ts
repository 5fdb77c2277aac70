import { type ObjectChange, type ObjectRef, refOf } from "@localdns/core/plan";
import { differs, type InstallDiff } from "../install-diff.ts";
import type { ClusterPlace } from "../ports/cluster.ts";
import { toolVersion } from "../version.ts";

/** The DiffReport, with a newline at its end. */
export function diffReport(place: ClusterPlace, diff: InstallDiff): string {
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "DiffReport",
		toolVersion,
		cluster: place,
		differs: differs(diff),
		objects: diff.objects.map((change) => ({ ...changedRef(change), ...changeOf(change) })),
		nodesToTurn: diff.turns,
		nodesLeft: diff.left,
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

/** The object that a change is about. */
export const changedRef = (change: ObjectChange): ObjectRef =>
	change.kind === "delete" ? change.ref : refOf(change.object);

function changeOf(change: ObjectChange): object {
	if (change.kind !== "update" && change.kind !== "adopt") return { change: change.kind };
	return {
		change: change.kind,
		fields: change.fields,
		...(change.kind === "adopt" ? { managers: change.managers } : {}),
	};
}
