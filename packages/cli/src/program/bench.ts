import { type Command, Option } from "@commander-js/extra-typings";
import { addBenchCleanup } from "./bench-cleanup.ts";
import { addBenchClusterOptions, addLabOptions } from "./bench-options.ts";
import { colorOption, type End, examples, languageOption } from "./parts.ts";

const outputs = ["table", "wide", "short", "json", "ndjson", "junit", "prometheus"] as const;

export function addBench(program: Command, end: End): void {
	const bench = program
		.command("bench")
		.description(
			"Measure name resolution with and without a node-local cache, paired in time, and judge the difference: in the cluster of the kubeconfig, or in a lab.",
		)
		.option(
			"--arms <list>",
			"ways to resolve, first is the baseline. In a cluster direct, cache (default: direct, and cache where there is one); in the lab direct, article, upstream, resilient, file:PATH, each with an optional @node-cache or @coredns (default: direct,resilient)",
		)
		.option("--duration <time>", "length of the measured part (default: 15m; in the lab 2m)")
		.option("--quick", "measure for 3 min; in the lab for 45 s")
		.option("--rate <n>", "resolutions per second per arm and workload (default: 1; in the lab 5)")
		.option("--stub <profile>", "resolver library to act like: glibc, musl, go, raw", "glibc")
		.option(
			"--seed <n>",
			"whole number from which schedule, names and link are drawn (default: random, printed)",
		)
		.option(
			"--out <file>",
			"write the run file: report and samples, for compare and report; .gz is compressed, missing folders are made",
		)
		.option("--html <file>", "write the report as one self-contained page; missing folders are made")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout").choices(outputs).default("table" as const),
		)
		.addOption(
			new Option("--fail-on <verdict>", "exit 1 when the headline verdict is this bad")
				.choices(["worse", "inconclusive", "never"] as const)
				.default("never" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(languageOption())
		.addOption(colorOption());
	addLabOptions(addBenchClusterOptions(bench))
		.addHelpText(
			"after",
			examples([
				"localdns bench --quick",
				"localdns bench --nodes pi-attic,pi-cellar --out before.json",
				"localdns bench --stage --yes --html report.html",
				"localdns bench --lab --quick",
				"localdns bench --lab --arms direct,article,resilient --link lossy --duration 60s --rate 20 --seed 7 -o json",
				"localdns bench --lab --blackout 25s@15s --html report.html --out run.json",
				"localdns bench --lab --overlay tailscale --link lossy,udp-limit=0",
				"localdns bench --lab --like before.json --quick --out prediction.json",
				"localdns bench --lab --arms direct,file:./Corefile@coredns",
				"localdns bench compare before.json after.json",
				"localdns rbac --for bench | kubectl apply -f -",
			]) +
				"\nIn a cluster it adds a namespace with a pod on each node, and removes it; no more than 50 resolutions/s are asked on a node.\nExit codes: 0 measured and valid, 1 --fail-on is met or a no, 2 usage, 3 invalid or could not measure, 4 the staged cache did not come up and is gone again, 5 what was made could not be removed, 130 interrupted.\nCtrl-C gives the verdict of what was measured so far; a second one ends at once.\n",
		)
		.action(async (options) => {
			const { benchRun } = await import("../commands/bench-run.ts");
			end(await benchRun(options));
		});

	bench
		.command("compare")
		.description("Compare two run files: BEFORE and AFTER, unpaired, with the control arm as a guard.")
		.argument("<before>", "run file written by bench --out")
		.argument("<after>", "run file written by bench --out")
		.option("--html <file>", "write the comparison as one self-contained page; missing folders are made")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["table", "short", "json", "junit"] as const)
				.default("table" as const),
		)
		.addOption(
			new Option("--fail-on <verdict>", "exit 1 when the verdict is this bad")
				.choices(["worse", "inconclusive", "never"] as const)
				.default("never" as const),
		)
		.addOption(languageOption())
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns bench compare before.json after.json",
				"localdns bench compare before.json after.json -o json --fail-on worse",
				"localdns bench compare before.json after.json --lang zh --html compare.html",
			]),
		)
		.action(async (before, after, options) => {
			const { benchCompare } = await import("../commands/bench-compare.ts");
			end(await benchCompare(before, after, options));
		});

	bench
		.command("report")
		.description("Show a run file again: as a table, as JSON, or as a page.")
		.argument("<file>", "run file written by bench --out")
		.option("--html <file>", "write the report as one self-contained page; missing folders are made")
		.option(
			"--prediction <file>",
			"beside what this run of bench --lab --like foretold; -o table or json, --html",
		)
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout").choices(outputs).default("table" as const),
		)
		.addOption(languageOption())
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns bench report run.json --html report.html",
				"localdns bench report run.json -o short --lang zh",
				"localdns bench report after.json --prediction lab.json --html prediction.html",
			]),
		)
		.action(async (file, options) => {
			const { prediction } = options;
			if (prediction !== undefined) {
				const { benchPrediction } = await import("../commands/bench-prediction.ts");
				end(await benchPrediction(file, { ...options, prediction }));
				return;
			}
			const { benchReport } = await import("../commands/bench-report.ts");
			end(await benchReport(file, options));
		});

	addBenchCleanup(bench, end);
}
