import { LocaldnsError } from "@localdns/core";
import { compareRuns } from "@localdns/core/measure";
import {
	type BenchComparison,
	hasSamples,
	type Language,
	type LanguageName,
	languages,
	renderCompareHtml,
	renderCompareShort,
	type StoredRun,
} from "@localdns/core/report";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { type FailOn, isMet } from "../fail-on.ts";
import { ensureWritable, writeWhole } from "../files.ts";
import { compareJunit } from "../presentation/compare-junit.ts";
import { renderCompareTable } from "../presentation/compare-view.ts";
import { printable } from "../presentation/printable.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { openRun } from "../run-file.ts";
import { toolVersion } from "../version.ts";

interface CompareOptions {
	html?: string | undefined;
	output: "table" | "short" | "json" | "junit";
	lang: LanguageName;
	failOn: FailOn;
	color: ColorChoice;
}

export async function benchCompare(
	beforePath: string,
	afterPath: string,
	options: CompareOptions,
): Promise<ExitCode> {
	if (options.html !== undefined) await ensureWritable("--html", options.html);
	const language = languages[options.lang];
	const [before, after] = await Promise.all([readRunFile(beforePath), readRunFile(afterPath)]);
	const comparison = compareRuns(before, after, toolVersion);
	process.stdout.write(textOf(comparison, options, language));
	if (options.html !== undefined) {
		await writeWhole(options.html, [renderCompareHtml(comparison, language)]);
		process.stderr.write(`written: ${options.html}\n`);
	}
	if (!comparison.comparable) return exitCode.unknown;
	return isMet(options.failOn, comparison.verdict) ? exitCode.no : exitCode.done;
}

function textOf(comparison: BenchComparison, { output, color }: CompareOptions, language: Language): string {
	switch (output) {
		case "json":
			return `${JSON.stringify(comparison, null, 2)}\n`;
		case "junit":
			return compareJunit(comparison);
		case "short":
			return renderCompareShort(printable(comparison), language);
		case "table":
			return renderCompareTable(comparison, {
				color: colorFor(color, process.stdout),
				width: process.stdout.columns ?? 100,
				language,
			});
	}
}

/** The tests over blocks of time need every resolution, which only a run file has. */
async function readRunFile(path: string): Promise<StoredRun> {
	const { run, cut } = await openRun(path);
	if (cut !== undefined) {
		// The figures of its report are of all samples, the tests would be of those that are left.
		throw new LocaldnsError("LDNS105", cut, {
			reason: "compare needs all of them",
			hint: `localdns bench report ${path}`,
		});
	}
	if (hasSamples(run)) return run;
	throw new LocaldnsError(
		"LDNS105",
		`${path}: a report without its samples; compare reads what bench --out wrote`,
	);
}
