import {
	type LanguageName,
	languages,
	renderHtml,
	type SampleSource,
	type StoredRun,
} from "@localdns/core/report";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { type FailOn, isMet } from "../fail-on.ts";
import { ensureWritable, writeWhole } from "../files.ts";
import { type BenchOutput, printBench } from "../presentation/bench-output.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { writeRunFile } from "../run-file.ts";

/** What becomes of a run, wherever it was made. */
export interface ConclusionFlags {
	readonly out?: string | undefined;
	readonly html?: string | undefined;
	readonly output: BenchOutput;
	readonly lang: LanguageName;
	readonly failOn: FailOn;
	readonly quiet?: true | undefined;
	readonly color: ColorChoice;
}

/** Before anything is begun: a run is not to be lost to a path that nobody may write to. @throws LocaldnsError LDNS103 */
export async function ensurePlaceFor({ out, html }: ConclusionFlags): Promise<void> {
	for (const [flag, path] of Object.entries({ out, html }))
		if (path !== undefined) await ensureWritable(`--${flag}`, path);
}

/**
 * Prints a run, writes its files and says with what to end. Printed first: a disk that is full now must not cost the
 * verdict.
 */
export async function concludeBench(
	run: StoredRun,
	samples: () => SampleSource,
	{ out, html, output, lang, failOn, quiet, color }: ConclusionFlags,
): Promise<ExitCode> {
	const language = languages[lang];
	await printBench(run, output, { color: colorFor(color, process.stdout), language }, samples);
	if (out !== undefined) await writeRunFile(out, run, samples());
	if (html !== undefined) await writeWhole(html, [renderHtml(run, language)]);
	const written = [out, html].filter((path) => path !== undefined);
	if (written.length > 0 && quiet !== true) process.stderr.write(`written: ${written.join(", ")}\n`);
	if (run.interrupted) return exitCode.interrupted;
	if (!run.validity.valid) return exitCode.unknown;
	return isMet(failOn, run.verdict) ? exitCode.no : exitCode.done;
}
