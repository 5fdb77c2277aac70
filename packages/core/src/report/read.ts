import type * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { LocaldnsError } from "../errors.ts";
import type { BenchReport, BenchRun } from "./bench-report.ts";
import { benchReportSchema, benchRunSchema } from "./schema.ts";

/** What reading a run file or a report gave; the error is an LDNS105. */
export type ParsedRun = { ok: true; run: BenchReport | BenchRun } | { ok: false; error: LocaldnsError };

/** True for a run file; false for the report alone (`-o json`), from which plots of single resolutions cannot be drawn. */
export function hasSamples(run: BenchReport | BenchRun): run is BenchRun {
	return "samples" in run;
}

/**
 * Reads a run file (`--out`) or a report (`-o json`).
 * Anything else is an LDNS105 that says what the file is, or what is wrong in it and where.
 */
export function parseRun(text: string, fileName: string): ParsedRun {
	const refuse = (what: string, reason?: string): ParsedRun => ({
		ok: false,
		error: new LocaldnsError("LDNS105", `${fileName}: ${what}`, reason === undefined ? {} : { reason }),
	});

	if (text.trim() === "") return refuse("the file is empty");
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		if (/^\s*\{"kind":"sample"/.test(text)) {
			return refuse("these are samples without their report (-o ndjson)");
		}
		return refuse("not JSON, or cut off", error instanceof Error ? error.message : String(error));
	}

	const foreign = describeForeign(json);
	if (foreign !== undefined) return refuse(foreign);
	const parsed = isRunFile(json) ? benchRunSchema.safeParse(json) : benchReportSchema.safeParse(json);
	if (!parsed.success) return refuse("damaged, or changed by hand", firstProblem(parsed.error));
	const stranger = firstStranger(parsed.data);
	if (stranger !== undefined) return refuse("the parts of the file do not belong together", stranger);
	return { ok: true, run: parsed.data };
}

const isRunFile = (json: unknown): boolean => typeof json === "object" && json !== null && "samples" in json;

/** What a JSON document is that is no bench report of this format; undefined when it claims to be one. */
function describeForeign(json: unknown): string | undefined {
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

function firstProblem(error: z.ZodError): string {
	const [issue] = error.issues;
	if (issue === undefined) return error.message;
	return `${toDotPath(issue.path) || "the document"}: ${issue.message}`;
}

/** An arm or node that the results speak of and the run does not know. */
function firstStranger(run: BenchReport | BenchRun): string | undefined {
	const arms = new Set(run.run.arms);
	const nodes = new Set(run.run.nodes);
	for (const workload of [...run.workloads, ...run.nodes.flatMap((node) => node.workloads)]) {
		for (const { arm } of workload.arms)
			if (!arms.has(arm)) return `workload ${workload.name}: unknown arm ${JSON.stringify(arm)}`;
	}
	for (const { node } of run.nodes) if (!nodes.has(node)) return `unknown node ${JSON.stringify(node)}`;
	if (!hasSamples(run)) return undefined;
	for (const [index, sample] of run.samples.entries()) {
		if (!arms.has(sample.arm)) return `samples[${index}]: unknown arm ${JSON.stringify(sample.arm)}`;
		if (!nodes.has(sample.node)) return `samples[${index}]: unknown node ${JSON.stringify(sample.node)}`;
	}
	return undefined;
}
