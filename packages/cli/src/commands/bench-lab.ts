import { randomInt } from "node:crypto";
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
import { chooseReporter } from "../progress/reporter.ts";
import { openRun } from "../run-file.ts";
import { sameCommand } from "../same-command.ts";
import { linkLike } from "../use-cases/link-like.ts";
import { labArm } from "../use-cases/node-corefile.ts";
import { runLabBench } from "../use-cases/run-lab-bench.ts";
import { type ConclusionFlags, concludeBench, ensurePlaceFor } from "./bench-conclusion.ts";

export interface BenchLabOptions extends BenchFlags, ConclusionFlags {
	progress: boolean;
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

	await ensurePlaceFor(options);
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
	return await concludeBench(run, () => samples, options);
}
