// The probe's composition root: arguments, plan and resolv.conf in, NDJSON out.
import { readFile } from "node:fs/promises";
import type { Writable } from "node:stream";
import { LocaldnsError } from "@localdns/core";
import { parseResolvConf } from "@localdns/core/dns";
import type { ProbePlan, ProbeReady } from "@localdns/core/measure";
import { ChunkRecorder } from "./chunk-recorder.ts";
import { readFirstLine } from "./leash.ts";
import { parseOptions, usage } from "./options.ts";
import { openOutput } from "./output.ts";
import { parsePlan, parseWaitingPlan } from "./plan-input.ts";
import { Recorder } from "./recorder.ts";
import { runPlan } from "./run-plan.ts";
import { readStart } from "./start-file.ts";

async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		throw new LocaldnsError("LDNS104", `cannot read ${path}`, {
			reason: (error as Error).message,
			hint: `ls -l ${path}`,
			cause: error,
		});
	}
}

/** Tells that the probe is there; one that is stopped while it waits starts, and ends, at once. */
async function waitForStart(
	planText: string,
	startFile: string,
	output: Writable,
	interrupt: AbortSignal,
): Promise<ProbePlan> {
	const plan = parseWaitingPlan(planText);
	const { run = "", node } = plan;
	const ready: ProbeReady = {
		kind: "ready",
		run,
		node,
		nodeVersion: process.version,
		atEpochMs: Date.now(),
	};
	output.write(`${JSON.stringify(ready)}\n`);
	return { ...plan, startAtMs: (await readStart(startFile, interrupt)) ?? Date.now() };
}

async function main(argv: string[]): Promise<void> {
	const options = parseOptions(argv);
	if (options.help) {
		process.stdout.write(usage);
		return;
	}
	const interrupt = new AbortController();
	const stop = (): void => interrupt.abort();
	process.on("SIGINT", stop).on("SIGTERM", stop);
	let planText: string;
	if (options.plan === "-") {
		const { line, ended } = await readFirstLine(process.stdin);
		planText = line;
		void ended.then(stop);
	} else {
		planText = await readText(options.plan);
	}
	const conf = parseResolvConf(await readText(options.resolvConf));
	const output = openOutput(1);
	// Nobody reads any more: there is nothing left to measure for.
	output.on("error", stop);
	const { startFile, chunks } = options;
	const plan =
		startFile === undefined
			? parsePlan(planText)
			: await waitForStart(planText, startFile, output, interrupt.signal);
	const { run = "", node } = plan;
	await runPlan(
		plan,
		conf,
		(msToNext) =>
			chunks ? new ChunkRecorder(output, msToNext, { run, node }) : new Recorder(output, msToNext),
		{ interrupt: interrupt.signal, joinsLate: startFile !== undefined },
	);
	// The leash would keep the process alive.
	process.stdin.destroy();
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof LocaldnsError)) throw error;
	const reason = error.reason === undefined ? "" : ` (${error.reason})`;
	process.stderr.write(`error ${error.code}: ${error.message}${reason}; hint: ${error.hint}\n`);
	process.exitCode = error.exitCode;
	process.stdin.destroy();
}
