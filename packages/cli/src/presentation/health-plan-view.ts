import type { ObjectChange, ObjectRef } from "@localdns/core/plan";
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

/** A line for each object: what would be done with it. Of fields the names alone: an address is a secret. */
export function healthPlanLines(changes: readonly ObjectChange[], style: Style): string {
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
			return printable(`${marks[change.kind]} ${nameOf(change)}${fields}`);
		})
		.join("\n")
		.concat("\n");
}

/** How many objects were changed, and what goes on from now. */
export function healthSetUpLine(changes: readonly ObjectChange[], style: Style, runs: string): string {
	const counts = (["create", "update", "adopt", "delete"] as const).flatMap((kind) => {
		const count = changes.filter((change) => change.kind === kind).length;
		return count === 0 ? [] : [`${count} ${done[kind]}`];
	});
	return `${style.good(`set up: ${counts.join(", ")}`)}; ${printable(runs)}\n`;
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

/** Objects that go, in their order. */
const going = ({ remove, namespace }: HealthCheckRemoval): ObjectRef[] => [
	...remove.map(({ ref }) => ref),
	...(namespace === undefined ? [] : [namespace]),
];

const leftLines = ({ foreign }: HealthCheckRemoval): string[] =>
	foreign.map((ref) => `left: ${refText(ref)} is not localdns'`);

/** A line for each object that would be taken out. */
export function healthRemovalLines(removal: HealthCheckRemoval, style: Style): string {
	const lines = [...going(removal).map((ref) => `- ${refText(ref)}`), ...leftLines(removal)];
	return lines.length === 0
		? `${style.good("there is nothing to take out")}\n`
		: `${printable(lines).join("\n")}\n`;
}

/** How many objects were taken out. */
export function healthTakenOutLines(removal: HealthCheckRemoval, style: Style): string {
	const { length } = going(removal);
	const taken = style.good(`taken out: ${length} ${length === 1 ? "object" : "objects"}`);
	return `${[taken, ...printable(leftLines(removal))].join("\n")}\n`;
}

/** The same as JSON, with a newline at its end. */
export function healthRemovalJson(
	cluster: ClusterPlace,
	removal: HealthCheckRemoval,
	isDone: boolean,
): string {
	return report("HealthCheckUninstallReport", cluster, isDone, [
		...going(removal).map((ref) => ({ object: refText(ref), change: "deleted" as const })),
		...removal.foreign.map((ref) => ({ object: refText(ref), change: "left" as const })),
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
