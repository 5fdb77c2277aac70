import type { ObjectChange } from "@localdns/core/plan";
import { refOf, refText } from "@localdns/core/plan";
import type { HealthCheckRemoval } from "../health-check-removal.ts";
import type { ClusterPlace } from "../ports/cluster.ts";
import { toolVersion } from "../version.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

const marks = { create: "+", update: "~", adopt: "~", delete: "-", unchanged: "=" } as const;
const done = {
	create: "created",
	update: "updated",
	adopt: "adopted",
	delete: "deleted",
	unchanged: "unchanged",
} as const;

const nameOf = (change: ObjectChange): string =>
	refText(change.kind === "delete" ? change.ref : refOf(change.object));

/** A line for each object: what is done with it, or would be. */
export function healthPlanLines(changes: readonly ObjectChange[], style: Style, isDone: boolean): string {
	if (changes.every(({ kind }) => kind === "unchanged"))
		return `${style.good("everything is as it should be")}\n`;
	return changes
		.map((change) => {
			const fields =
				change.kind === "update"
					? `: ${change.fields
							.map(({ path }) => path)
							.slice(0, 5)
							.join(", ")}`
					: "";
			const mark = isDone ? done[change.kind] : marks[change.kind];
			return printable(`${mark} ${nameOf(change)}${isDone ? "" : fields}`);
		})
		.join("\n")
		.concat("\n");
}

/** The same as JSON, with a newline at its end. */
export function healthPlanJson(
	kind: string,
	cluster: ClusterPlace,
	changes: readonly ObjectChange[],
	isDone: boolean,
): string {
	const objects = changes.map((change) => ({ object: nameOf(change), change: done[change.kind] }));
	return report(kind, cluster, isDone, objects);
}

export function healthRemovalLines(
	{ remove, foreign, namespace }: HealthCheckRemoval,
	style: Style,
	isDone: boolean,
): string {
	const lines = [
		...[...remove.map(({ ref }) => ref), ...(namespace === undefined ? [] : [namespace])].map(
			(ref) => `${isDone ? "deleted" : "-"} ${refText(ref)}`,
		),
		...foreign.map((ref) => `left: ${refText(ref)} is not localdns'`),
	];
	return lines.length === 0
		? `${style.good("there is nothing to take out")}\n`
		: `${printable(lines).join("\n")}\n`;
}

export function healthRemovalJson(
	cluster: ClusterPlace,
	{ remove, foreign, namespace }: HealthCheckRemoval,
	isDone: boolean,
): string {
	const refs = [...remove.map(({ ref }) => ref), ...(namespace === undefined ? [] : [namespace])];
	return report("HealthCheckUninstallReport", cluster, isDone, [
		...refs.map((ref) => ({ object: refText(ref), change: "deleted" as const })),
		...foreign.map((ref) => ({ object: refText(ref), change: "left" as const })),
	]);
}

function report(
	kind: string,
	cluster: ClusterPlace,
	isDone: boolean,
	objects: readonly { readonly object: string; readonly change: string }[],
): string {
	const document = { apiVersion: "localdns.dev/v1alpha1", kind, toolVersion, cluster, done: isDone, objects };
	return `${JSON.stringify(document, null, 2)}\n`;
}
