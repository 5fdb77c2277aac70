// What the CronJob of `localdns health-check install` runs: the check alone, by the account of its pod.
import { Command } from "@commander-js/extra-typings";
import { openOwnCluster } from "../adapters/kubernetes/own-account.ts";
import { showError } from "../presentation/error-view.ts";
import { addHealthCheckRun } from "../program/health-check-run.ts";
import { wordsOf } from "../words.ts";

// Node would end with 1 here, which means a breach.
process.on("uncaughtException", (error) => process.exit(showError(error, process.stderr)));

const program = new Command("localdns").enablePositionalOptions().exitOverride();
addHealthCheckRun(
	program as unknown as Command,
	(code) => {
		process.exitCode = code;
	},
	async ({ requestTimeoutMs }) => openOwnCluster(requestTimeoutMs),
);
try {
	await program.parseAsync(wordsOf(process.argv.slice(2)), { from: "user" });
} catch (error) {
	process.exitCode = showError(error, process.stderr);
}
