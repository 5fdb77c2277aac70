import type { CarryNote } from "@localdns/core/cluster-dns";
import { printable } from "./printable.ts";

/** What an import from the cluster DNS carried over, and what it could not; a line for each. */
export function showImport(notes: readonly CarryNote[], out: { write(text: string): unknown }): void {
	for (const { severity, text, at } of notes) {
		const where = at === undefined ? "" : ` (${at.file}:${at.line})`;
		out.write(printable(`${severity === "warning" ? "warning: " : ""}${text}${where}`).concat("\n"));
	}
}
