import { type FieldChange, type ObjectChange, refText } from "@localdns/core/plan";
import { structuredPatch } from "diff";
import { differs, type InstallDiff } from "../install-diff.ts";
import type { ClusterPlace } from "../ports/cluster.ts";
import { changedRef } from "./diff-report.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/**
 * Object by object what install would change, then the nodes that it would turn.
 * @param full with the fields, and objects that are as they should be; else a line for each that is not
 */
export function diffLines(diff: InstallDiff, style: Style, full: boolean): string {
	const objects = diff.objects.map((change) => objectLines(change, style, full)).join("");
	const turns = diff.turns.map(({ node, role, why }) => {
		const reason = {
			"not-yet": "",
			interrupted: ", a turn was begun",
			"other-addresses": ", to a new address",
		};
		return `${style.unsure("~")} Node ${printable(node)} (${role}${reason[why]}): its kubelet would be turned to the cache\n`;
	});
	const left = diff.left.flatMap(({ node, because, well }) =>
		full && !well ? `${style.faint("!")} Node ${printable(node)} would be left: ${printable(because)}\n` : [],
	);
	return [objects, ...turns, ...left].join("");
}

/** One line for people. */
export function diffSummary(place: ClusterPlace, diff: InstallDiff, style: Style): string {
	const changed = diff.objects.filter(({ kind }) => kind !== "unchanged").length;
	const said = differs(diff)
		? style.unsure(`${changed} of ${diff.objects.length} objects differ, ${diff.turns.length} nodes to turn`)
		: style.good("the cluster is as install would make it");
	return `${printable(`context ${place.context}, ${place.server}: `)}${said}\n`;
}

function objectLines(change: ObjectChange, style: Style, full: boolean): string {
	const name = printable(refText(changedRef(change)));
	switch (change.kind) {
		case "unchanged":
			return full ? `${style.faint(`= ${name}`)}\n` : "";
		case "create":
			return `${style.good("+")} ${name}\n`;
		case "delete":
			return `${style.bad("-")} ${name}\n`;
		case "adopt": {
			const by = printable(change.managers.join(", "));
			const head = `${style.unsure("~")} ${name}: made by ${by}; install takes it over with --adopt\n`;
			return head + (full ? fieldLines(change.fields, style) : "");
		}
		case "update":
			return `${style.unsure("~")} ${name}\n${full ? fieldLines(change.fields, style) : ""}`;
	}
}

const fieldLines = (fields: readonly FieldChange[], style: Style): string =>
	fields
		.map(({ path, from, to, owners }) => {
			const conflict =
				owners.length === 0 ? "" : style.bad(printable(` conflict: owned by ${owners.join(", ")}`));
			return `    ${printable(path)}${conflict}\n${valueLines(from, to, style)}`;
		})
		.join("");

/** Lines of context in a text of many, such as a Corefile. */
const context = 1;

function valueLines(from: unknown, to: unknown, style: Style): string {
	const lines =
		typeof from === "string" && typeof to === "string" && (from.includes("\n") || to.includes("\n"))
			? structuredPatch("", "", from, to, "", "", { context }).hunks.flatMap(({ lines: some }) => some)
			: [
					...(from === undefined ? [] : shown(from).map((line) => `-${line}`)),
					...(to === undefined ? [] : shown(to).map((line) => `+${line}`)),
				];
	return lines
		.map((line) => {
			const text = `      ${printable(`${line.slice(0, 1)} ${line.slice(1).replaceAll("\t", "    ")}`)}`;
			if (line.startsWith("-")) return `${style.bad(text)}\n`;
			return `${line.startsWith("+") ? style.good(text) : style.faint(text)}\n`;
		})
		.join("");
}

const shown = (value: unknown): string[] =>
	typeof value === "string" ? value.replace(/\n$/, "").split("\n") : [JSON.stringify(value)];
