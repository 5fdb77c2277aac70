import { Command, Option } from "@commander-js/extra-typings";
import { toolVersion } from "./version.ts";

/** Called once by a command with its exit code: see exit-code.ts, or that of the command which `lab exec` ran. */
export type End = (code: number) => void;

const repeat = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

const examples = (lines: string[]): string =>
	`\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}\n`;

/**
 * The command tree. Actions are loaded when they run: `localdns version` loads no statistics.
 */
export function createProgram(end: End): Command {
	const program = new Command("localdns")
		.description(
			"NodeLocal DNSCache for K3s clusters joined by tailscale: measure what it would change, honestly.",
		)
		.version(toolVersion, "-V, --version", "the bare version; localdns version tells more")
		.helpCommand(false)
		.enablePositionalOptions()
		.showSuggestionAfterError()
		.configureOutput({ outputError: () => {} })
		.exitOverride()
		.addHelpText(
			"after",
			examples([
				"localdns bench --lab --quick                    what a cache changes on a lossy link, in 75 s",
				"localdns bench --lab --link rtt=80ms,loss=2%    the same on a link like yours",
				"localdns render --profile resilient             every object that would be installed",
				"localdns explain LDNS101                        what a code means and what to do",
			]),
		);

	addBench(program, end);
	addRender(program);
	addLab(program, end);

	program
		.command("explain")
		.description("What an LDNS code means, why it happens and what to do.")
		.argument("[code]", "such as LDNS101; without it, every code with its title")
		.addHelpText("after", examples(["localdns explain LDNS101", "localdns explain"]))
		.action(async (code) => {
			const { explain } = await import("./commands/explain.ts");
			process.stdout.write(explain(code));
		});

	program
		.command("version")
		.description("The version of localdns and what it runs on.")
		.addOption(
			new Option("-o, --output <format>", "table or json")
				.choices(["table", "json"] as const)
				.default("table" as const),
		)
		.action((options) => {
			const facts = {
				kind: "Version",
				toolVersion,
				node: process.version,
				platform: `${process.platform}-${process.arch}`,
			};
			if (options.output === "json") process.stdout.write(`${JSON.stringify(facts)}\n`);
			else process.stdout.write(`localdns ${facts.toolVersion} (Node ${facts.node}, ${facts.platform})\n`);
		});

	return program as unknown as Command;
}

function addBench(program: Command, end: End): void {
	const bench = program
		.command("bench")
		.description(
			"Measure name resolution with and without a node-local cache, paired in time, and judge the difference.",
		)
		.option("--lab", "measure in a lab of network namespaces on this machine, over an impaired link")
		.option(
			"--arms <list>",
			"ways to resolve, first is the baseline: direct, article, upstream, resilient, file:PATH, each with an optional @node-cache or @coredns",
			"direct,resilient",
		)
		.option(
			"--link <spec>",
			"clean, lossy, cross-province, policed, or rtt=43ms,jitter=3ms,loss=5%,burst=300ms,udp-limit=1mbit",
			"lossy",
		)
		.option("--blackout <D@T>", "cut the link for D, T after the measured part begins; repeatable", repeat)
		.option("--duration <time>", "length of the measured part (default 2m, with --quick 45s)")
		.option("--rate <n>", "resolutions per second per arm and workload", "5")
		.option("--quick", "measure for 45 s")
		.option("--stub <profile>", "resolver library to act like: glibc, musl, go, raw", "glibc")
		.option("--seed <n>", "whole number from which schedule and link are drawn (default: random, printed)")
		.option("--out <file>", "write the run file: report and samples, for compare and report")
		.option("--html <file>", "write the report as one self-contained page")
		.option("--coredns <path>", "a CoreDNS binary to use in place of the project's own build")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["table", "wide", "short", "json", "ndjson"] as const)
				.default("table" as const),
		)
		.addOption(
			new Option("--fail-on <verdict>", "exit 1 when the headline verdict is this bad")
				.choices(["worse", "inconclusive", "never"] as const)
				.default("never" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns bench --lab --quick",
				"localdns bench --lab --arms direct,article,resilient --link lossy --duration 60s --rate 20 --seed 7 -o json",
				"localdns bench --lab --blackout 25s@15s --html report.html --out run.json",
				"localdns bench --lab --arms direct,file:./Corefile@coredns",
				"localdns bench compare before.json after.json",
			]) +
				"\nExit codes: 0 measured and valid, 1 --fail-on is met, 2 usage, 3 invalid or could not measure, 130 interrupted.\nCtrl-C gives the verdict of what was measured so far; a second one ends at once.\n",
		)
		.action(async (options) => {
			const { benchRun } = await import("./commands/bench-run.ts");
			end(await benchRun(options));
		});

	bench
		.command("compare")
		.description("Compare two run files: BEFORE and AFTER, unpaired, with the control arm as a guard.")
		.argument("<before>", "run file written by bench --out")
		.argument("<after>", "run file written by bench --out")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["table", "json"] as const)
				.default("table" as const),
		)
		.addOption(
			new Option("--fail-on <verdict>", "exit 1 when the verdict is this bad")
				.choices(["worse", "inconclusive", "never"] as const)
				.default("never" as const),
		)
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns bench compare before.json after.json",
				"localdns bench compare before.json after.json -o json --fail-on worse",
			]),
		)
		.action(async (before, after, options) => {
			const { benchCompare } = await import("./commands/bench-compare.ts");
			end(await benchCompare(before, after, options));
		});

	bench
		.command("report")
		.description("Show a run file again: as a table, as JSON, or as a page.")
		.argument("<file>", "run file written by bench --out")
		.option("--html <file>", "write the report as one self-contained page")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["table", "wide", "short", "json", "ndjson"] as const)
				.default("table" as const),
		)
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns bench report run.json --html report.html",
				"localdns bench report run.json -o short",
			]),
		)
		.action(async (file, options) => {
			const { benchReport } = await import("./commands/bench-report.ts");
			end(await benchReport(file, options));
		});
}

function addRender(program: Command): void {
	program
		.command("render")
		.description("Print every object that install would apply, in apply order. No cluster is asked.")
		.option("-f, --file <path>", "configuration file; flags win over it (docs/reference/config.schema.json)")
		.addOption(
			new Option("--profile <name>", "Corefile profile (default: resilient)").choices([
				"resilient",
				"upstream",
				"article",
			] as const),
		)
		.addOption(
			new Option("--mode <name>", "how pods reach the cache (default: kubelet)").choices([
				"kubelet",
				"intercept",
			] as const),
		)
		.addOption(
			new Option("--engine <name>", "what serves on the node (default: node-cache)").choices([
				"node-cache",
				"coredns",
			] as const),
		)
		.option("-n, --namespace <name>", "namespace of the objects (default: kube-system)")
		.option("--split <dir>", "write one file per object below this folder instead of printing")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["yaml", "json"] as const)
				.default("yaml" as const),
		)
		.addHelpText(
			"after",
			examples([
				"localdns render > localdns-objects.yaml",
				"localdns render --profile article -o json",
				"localdns render -f localdns.yaml --split manifests/",
			]),
		)
		.action(async (options) => {
			const { render } = await import("./commands/render.ts");
			await render(options);
		});
}

function addLab(program: Command, end: End): void {
	const lab = program
		.command("lab")
		.description(
			"The test bed by hand: real CoreDNS servers behind an impaired link, in network namespaces.",
		);

	lab
		.command("up")
		.description("Start a lab in the background and say how to use it.")
		.option("--arms <list>", "as for bench", "direct,resilient")
		.option("--link <spec>", "as for bench", "lossy")
		.option("--seed <n>", "whole number from which the link is drawn (default: random, printed)")
		.option("--coredns <path>", "a CoreDNS binary to use in place of the project's own build")
		.addHelpText(
			"after",
			examples([
				"localdns lab up --arms direct,resilient --link lossy",
				"localdns lab exec pod/resilient -- getent hosts cart",
				"localdns lab down",
			]),
		)
		.action(async (options) => {
			const { labUp } = await import("./commands/lab.ts");
			end(await labUp(options));
		});

	lab
		.command("down")
		.description("Stop labs and remove all that they made.")
		.argument("[id]", "which lab; without it, every lab of this user")
		.addHelpText("after", examples(["localdns lab down"]))
		.action(async (id) => {
			const { labDown } = await import("./commands/lab.ts");
			await labDown(id);
		});

	lab
		.command("exec")
		.description("Run a command at a place of the lab: near, far, node/ARM or pod/ARM.")
		.argument("<place>", "such as pod/direct")
		.argument("<command...>", "what to run there, behind --")
		.option("--id <id>", "which lab, where several are up")
		.passThroughOptions()
		.addHelpText(
			"after",
			examples([
				"localdns lab exec pod/direct -- dig cart.default.svc.cluster.local",
				"localdns lab exec near -- tcpdump -ni any port 53",
			]),
		)
		.action(async (place, command, options) => {
			const { labExec } = await import("./commands/lab.ts");
			end(await labExec(place, command, options));
		});
}

function colorOption() {
	return new Option("--color <when>", "auto, always or never; NO_COLOR and FORCE_COLOR are honoured")
		.choices(["auto", "always", "never"] as const)
		.default("auto" as const);
}
