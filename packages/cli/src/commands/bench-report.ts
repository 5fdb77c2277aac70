import { renderHtml } from "@localdns/core/report";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { ensureWritable, writeWhole } from "../files.ts";
import { type BenchOutput, printBench } from "../presentation/bench-output.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { readRun } from "../run-file.ts";

interface ReportOptions {
	html?: string | undefined;
	output: BenchOutput;
	color: ColorChoice;
}

/** A saved run again. The exit code is that of the run: 3 when its validity failed. */
export async function benchReport(path: string, options: ReportOptions): Promise<ExitCode> {
	const run = await readRun(path);
	if (options.html !== undefined) await ensureWritable("--html", options.html);
	printBench(run, options.output, colorFor(options.color, process.stdout));
	if (options.html !== undefined) {
		await writeWhole(options.html, [renderHtml(run)]);
		process.stderr.write(`written: ${options.html}\n`);
	}
	return run.validity.valid ? exitCode.done : exitCode.unknown;
}
