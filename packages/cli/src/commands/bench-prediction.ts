import { LocaldnsError } from "@localdns/core";
import { reviewPrediction } from "@localdns/core/measure";
import { type LanguageName, languages, renderPredictionHtml } from "@localdns/core/report";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { ensureWritable, writeWhole } from "../files.ts";
import type { BenchOutput } from "../presentation/bench-output.ts";
import { renderPrediction } from "../presentation/prediction-view.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { openRun } from "../run-file.ts";
import { toolVersion } from "../version.ts";

interface PredictionOptions {
	readonly prediction: string;
	readonly html?: string | undefined;
	readonly output: BenchOutput;
	readonly lang: LanguageName;
	readonly color: ColorChoice;
}

/**
 * A cluster's run beside what the lab had foretold of it. The exit code is 3 where something stands in the way of
 * holding one against the other, whatever the figures are.
 *
 * @throws LocaldnsError LDNS101 a form that there is not, LDNS346 runs that cannot be held against each other
 */
export async function benchPrediction(path: string, options: PredictionOptions): Promise<ExitCode> {
	const { output, html } = options;
	const language = languages[options.lang];
	if (output !== "table" && output !== "json") {
		throw new LocaldnsError("LDNS101", `--prediction goes with -o table and -o json, not with -o ${output}`, {
			hint: "localdns bench report --help",
		});
	}
	if (html !== undefined) await ensureWritable("--html", html);
	const [prediction, outcome] = await Promise.all([openRun(options.prediction), openRun(path)]);
	const reviewed = reviewPrediction(prediction.run, outcome.run, toolVersion);
	if (!reviewed.ok) {
		throw new LocaldnsError(
			"LDNS346",
			`${options.prediction} cannot be held against ${path}: ${reviewed.reason}`,
		);
	}
	const { review } = reviewed;
	const { deadlineMs } = outcome.run.run;
	process.stdout.write(
		output === "json"
			? `${JSON.stringify(review, null, 2)}\n`
			: renderPrediction(review, {
					color: colorFor(options.color, process.stdout),
					width: process.stdout.columns ?? 100,
					deadlineMs,
					language,
				}),
	);
	if (html !== undefined) {
		await writeWhole(html, [renderPredictionHtml(review, deadlineMs, language)]);
		process.stderr.write(`written: ${html}\n`);
	}
	return review.doubts.length === 0 ? exitCode.done : exitCode.unknown;
}
