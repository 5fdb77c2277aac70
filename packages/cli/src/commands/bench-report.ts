import { type LanguageName, languages, renderHtml } from "@localdns/core/report";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { ensureWritable, writeWhole } from "../files.ts";
import { type BenchOutput, printBench } from "../presentation/bench-output.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { openRun } from "../run-file.ts";

interface ReportOptions {
	html?: string | undefined;
	output: BenchOutput;
	lang: LanguageName;
	color: ColorChoice;
}

/** A saved run again. The exit code is that of the run: 3 when its validity failed, and when the file was cut off. */
export async function benchReport(path: string, options: ReportOptions): Promise<ExitCode> {
	const { run, samples, cut } = await openRun(path);
	const language = languages[options.lang];
	if (options.html !== undefined) await ensureWritable("--html", options.html);
	await printBench(
		run,
		options.output,
		{ color: colorFor(options.color, process.stdout), language },
		samples,
	);
	if (options.html !== undefined) {
		await writeWhole(options.html, [renderHtml(run, language)]);
		process.stderr.write(`written: ${options.html}\n`);
	}
	if (cut !== undefined)
		process.stderr.write(`warning: ${cut}; plots and -o ndjson show only those, the figures are of all\n`);
	return run.validity.valid && cut === undefined ? exitCode.done : exitCode.unknown;
}
