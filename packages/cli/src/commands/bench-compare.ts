import { compareRuns } from "@localdns/core/measure";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { renderCompareTable } from "../presentation/compare-view.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { readRun } from "../run-files.ts";
import { type FailOn, isMet } from "../fail-on.ts";

interface CompareOptions {
	output: "table" | "json";
	failOn: FailOn;
	color: ColorChoice;
}

export async function benchCompare(beforePath: string, afterPath: string, options: CompareOptions): Promise<ExitCode> {
	const [before, after] = await Promise.all([readRun(beforePath), readRun(afterPath)]);
	const comparison = compareRuns(before, after);
	process.stdout.write(
		options.output === "json"
			? `${JSON.stringify(comparison, null, 2)}\n`
			: renderCompareTable(comparison, { color: colorFor(options.color, process.stdout), width: process.stdout.columns ?? 100 }),
	);
	if (!comparison.valid) return exitCode.unknown;
	return isMet(options.failOn, comparison.verdict) ? exitCode.no : exitCode.done;
}
