// The probe's composition root: arguments, plan and resolv.conf in, NDJSON out.
import { readFile } from "node:fs/promises";
import { LocaldnsError } from "@localdns/core";
import { parseResolvConf } from "@localdns/core/dns";
import { readFirstLine } from "./leash.ts";
import { parseOptions, usage } from "./options.ts";
import { openOutput } from "./output.ts";
import { parsePlan } from "./plan-input.ts";
import { Recorder } from "./recorder.ts";
import { runPlan } from "./run-plan.ts";

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
	const plan = parsePlan(planText);
	const conf = parseResolvConf(await readText(options.resolvConf));
	const output = openOutput(1);
	// Nobody reads any more: there is nothing left to measure for.
	output.on("error", stop);
	await runPlan(plan, conf, (msToNext) => new Recorder(output, msToNext), interrupt.signal);
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
