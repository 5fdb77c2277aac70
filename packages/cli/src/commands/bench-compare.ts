import { LocaldnsError } from "@localdns/core";
import { compareRuns } from "@localdns/core/measure";
import { hasSamples, type StoredRun } from "@localdns/core/report";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { type FailOn, isMet } from "../fail-on.ts";
import { renderCompareTable } from "../presentation/compare-view.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { openRun } from "../run-file.ts";
import { toolVersion } from "../version.ts";

interface CompareOptions {
	output: "table" | "json";
	failOn: FailOn;
	color: ColorChoice;
}

export async function benchCompare(
	beforePath: string,
	afterPath: string,
	options: CompareOptions,
): Promise<ExitCode> {
	const [before, after] = await Promise.all([readRunFile(beforePath), readRunFile(afterPath)]);
	const comparison = compareRuns(before, after, toolVersion);
	process.stdout.write(
		options.output === "json"
			? `${JSON.stringify(comparison, null, 2)}\n`
			: renderCompareTable(comparison, {
					color: colorFor(options.color, process.stdout),
					width: process.stdout.columns ?? 100,
				}),
	);
	if (!comparison.comparable) return exitCode.unknown;
	return isMet(options.failOn, comparison.verdict) ? exitCode.no : exitCode.done;
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
