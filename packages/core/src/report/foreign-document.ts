import type * as z from "zod";
import { toDotPath } from "zod/v4/core";
import type { BenchReport } from "./bench-report.ts";

/** What a JSON document is that is no bench report of this format; undefined when it claims to be one. */
export function describeForeign(json: unknown): string | undefined {
	if (typeof json !== "object" || json === null || Array.isArray(json))
		return "not a bench report: no JSON object";
	const { kind, apiVersion } = json as { kind?: unknown; apiVersion?: unknown };
	if (kind !== "BenchReport") {
		return typeof kind === "string"
			? `not a bench report: its kind is ${JSON.stringify(kind)}`
			: "not a bench report: it has no kind";
	}
	if (apiVersion !== "localdns.dev/v1alpha1") {
		return `a bench report of ${JSON.stringify(apiVersion ?? null)}; this version reads "localdns.dev/v1alpha1"`;
	}
	return undefined;
}

/** Where a document is not as its schema has it, and how. @param place of the document within the file */
export function firstProblem(error: z.ZodError, place: PropertyKey[] = []): string {
	const [issue] = error.issues;
	if (issue === undefined) return error.message;
	return `${toDotPath([...place, ...issue.path]) || "the document"}: ${issue.message}`;
}

/** An arm or node that the results speak of and the run does not know. */
export function firstStranger(run: BenchReport): string | undefined {
	const arms = new Set(run.run.arms);
	const nodes = new Set(run.run.nodes);
	for (const workload of [...run.workloads, ...run.nodes.flatMap((node) => node.workloads)]) {
		for (const { arm } of workload.arms)
			if (!arms.has(arm)) return `workload ${workload.name}: unknown arm ${JSON.stringify(arm)}`;
	}
	for (const { node } of run.nodes) if (!nodes.has(node)) return `unknown node ${JSON.stringify(node)}`;
	return undefined;
}
