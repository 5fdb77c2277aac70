import { randomInt } from "node:crypto";
import { type LanguageName, languages, renderHtml } from "@localdns/core/report";
import {
	coreDnsVersionsOf,
	enterSandbox,
	insideSandbox,
	provideCoreDns,
	provideTailscale,
	requireHost,
	sandboxSignals,
} from "@localdns/lab";
import { type BenchFlags, type BenchSettings, parseBenchFlags } from "../bench-settings.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { type FailOn, isMet } from "../fail-on.ts";
import { ensureWritable, writeWhole } from "../files.ts";
import { type BenchOutput, printBench } from "../presentation/bench-output.ts";
import { type ColorChoice, colorFor } from "../presentation/style.ts";
import { chooseReporter } from "../progress/reporter.ts";
import { openRun, writeRunFile } from "../run-file.ts";
import { sameCommand } from "../same-command.ts";
import { linkLike } from "../use-cases/link-like.ts";
import { labArm } from "../use-cases/node-corefile.ts";
import { runLabBench } from "../use-cases/run-lab-bench.ts";

export interface BenchLabOptions extends BenchFlags {
	out?: string | undefined;
	html?: string | undefined;
	output: BenchOutput;
	lang: LanguageName;
	failOn: FailOn;
	quiet?: true | undefined;
	progress: boolean;
	color: ColorChoice;
}

/**
 * `bench --lab`. Outside of the sandbox it checks everything that can be wrong before anything starts,
 * then starts itself again inside, where the run happens.
 */
export async function benchLab(options: BenchLabOptions): Promise<number> {
	const link =
		options.like === undefined
			? undefined
			: await linkLike(options.like, await openRun(options.like), options.likeNode);
	const settings = parseBenchFlags(options, () => randomInt(1, 2 ** 31), link);
	if (insideSandbox()) return await benchInside(settings, options);

	for (const flag of ["out", "html"] as const) {
		const path = options[flag];
		if (path !== undefined) await ensureWritable(`--${flag}`, path);
	}
	const arms = await Promise.all(settings.arms.map(labArm));
	// Before a build of minutes: without a host for the lab it would be for nothing.
	await requireHost();
	const reporter = chooseReporter(options, process.stderr, Date.now);
	await provideCoreDns(coreDnsVersionsOf(arms), settings.coredns, (text) =>
		reporter({ type: "phase", text }),
	);
	if (settings.overlay !== undefined) await provideTailscale((text) => reporter({ type: "phase", text }));
	if (link !== undefined) {
		const { runId, node, basis } = link.like;
		for (const text of [`link of ${node} in run ${runId}: ${link.spec}`, ...basis])
			reporter({ type: "note", text });
	}
	reporter.close();
	return await enterSandbox({ argv: sameCommand() });
}

async function benchInside(settings: BenchSettings, options: BenchLabOptions): Promise<ExitCode> {
	const interrupt = new AbortController();
	sandboxSignals().onInterrupt(() => interrupt.abort());
	const reporter = chooseReporter(options, process.stderr, Date.now);
	let result: Awaited<ReturnType<typeof runLabBench>>;
	try {
		result = await runLabBench(settings, { report: reporter, interrupt: interrupt.signal });
	} finally {
		reporter.close();
	}
	if (result === undefined) {
		process.stderr.write("interrupted before the measured part began: nothing to judge; the lab is gone\n");
		return exitCode.interrupted;
	}
	const { run, samples } = result;
	const language = languages[options.lang];
	// Printed first: a disk that is full now must not cost the verdict.
	await printBench(
		run,
		options.output,
		{ color: colorFor(options.color, process.stdout), language },
		() => samples,
	);
	if (options.out !== undefined) await writeRunFile(options.out, run, samples);
	if (options.html !== undefined) await writeWhole(options.html, [renderHtml(run, language)]);
	const written = [options.out, options.html].filter((path) => path !== undefined);
	if (written.length > 0 && options.quiet !== true) process.stderr.write(`written: ${written.join(", ")}\n`);
	if (run.interrupted) return exitCode.interrupted;
	if (!run.validity.valid) return exitCode.unknown;
	return isMet(options.failOn, run.verdict) ? exitCode.no : exitCode.done;
}
