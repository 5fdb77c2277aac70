import { Argument, type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { parseDuration } from "@localdns/core";
import { addClusterOptions } from "./cluster-options.ts";
import {
	addHealthCheckRun,
	alarmOption,
	durationOption,
	nameOption,
	namespaceOption,
	nodeImageOption,
	nodesOption,
	outputOption,
	pushgatewayOption,
	rateOption,
	sloOption,
	webhookOption,
} from "./health-check-run.ts";
import { colorOption, type End, examples } from "./parts.ts";
import { dryRunOption } from "./removal-options.ts";

/** The check, and what sets it up, shows it and takes it out. */
export function addHealthCheck(program: Command, end: End): void {
	const command = addHealthCheckRun(program, end, async (connection) => {
		const { openCluster } = await import("../adapters/kubernetes/cluster-reader.ts");
		return openCluster(connection);
	});
	addInstall(command, end);
	addUninstall(command, end);
	addHistory(command, end);
	addRender(command);
}

function addInstall(command: Command, end: End): void {
	addClusterOptions(
		command
			.command("install")
			.description("Have the check repeat itself: a CronJob with an account that may do just that.")
			.addOption(new Option("--schedule <cron>", "five fields of cron").default("*/15 * * * *"))
			.addOption(sloOption())
			.addOption(durationOption())
			.addOption(rateOption())
			.addOption(nodesOption())
			.addOption(nameOption())
			.addOption(alarmOption())
			.addOption(pushgatewayOption())
			.addOption(webhookOption())
			.option(
				"--receivers-secret <name>",
				"Secret of its namespace with these addresses, keys pushgateway and webhook (default: one that install makes of them)",
			)
			.addOption(nodeImageOption())
			.addOption(namespaceOption())
			.option("--force-conflicts", "take fields from other managers"),
	)
		.addOption(dryRunOption())
		.option("--yes", "do it without asking")
		.addOption(outputOption(["table", "json"] as const).default("table" as const))
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns health-check install --dry-run=server",
				'localdns health-check install --schedule "*/10 * * * *" --slo failures=0.5%,p99=50ms --yes',
				"localdns health-check install --pushgateway http://pushgateway.monitoring:9091",
				"localdns rbac --for health-check | kubectl apply -f -",
			])}\nExit codes: 0 done, 1 a no, 2 usage or kubeconfig, 3 could not find out or may not, 5 it needs a hand, 130 interrupted.\n`,
		)
		.action(async (options) => {
			const { installCheck } = await import("../commands/health-check-install.ts");
			end(await installCheck(options));
		});
}

function addUninstall(command: Command, end: End): void {
	addClusterOptions(
		command
			.command("uninstall")
			.description("Take the CronJob out, with its account, its rights and its history.")
			.addOption(namespaceOption()),
	)
		.addOption(dryRunOption())
		.option("--yes", "do it without asking")
		.addOption(outputOption(["table", "json"] as const).default("table" as const))
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples(["localdns health-check uninstall --dry-run=client", "localdns health-check uninstall --yes"])}\nExit codes: 0 done, 1 a no, 2 usage or kubeconfig, 3 could not find out, 5 it needs a hand, 130 interrupted.\n`,
		)
		.action(async (options) => {
			const { uninstallCheck } = await import("../commands/health-check-uninstall.ts");
			end(await uninstallCheck(options));
		});
}

function addHistory(command: Command, end: End): void {
	addClusterOptions(
		command
			.command("history")
			.description("Show the verdicts so far, and since when; changes nothing.")
			.addOption(new Option("--runs <number>", "the last so many").argParser(runs).default(20))
			.addOption(namespaceOption()),
	)
		.addOption(outputOption(["table", "short", "json"] as const).default("table" as const))
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples(["localdns health-check history", "localdns health-check history -o json | jq '.runs[-1]'"])}\nExit codes: 0 no alarm, 1 an alarm, 2 usage or kubeconfig, 3 could not find out.\n`,
		)
		.action(async (options) => {
			const { showHistory } = await import("../commands/health-check-history.ts");
			end(await showHistory(options));
		});
}

function addRender(command: Command): void {
	command
		.command("render")
		.description("Print what goes with the check, asking no cluster.")
		.addArgument(
			new Argument("<what>", "what to print").choices(["dashboard", "prometheus-rule", "rule-file"] as const),
		)
		.option("--every <time>", "time from run to run, by which a check is thought to be dead", minutes, 15)
		.addOption(namespaceOption())
		.addHelpText(
			"after",
			examples([
				"localdns health-check render dashboard > dashboard.json          a Grafana dashboard, to import",
				"localdns health-check render prometheus-rule | kubectl apply -f -  for the Prometheus Operator",
				"localdns health-check render rule-file > localdns.rules.yaml     for rule_files of Prometheus",
			]),
		)
		.action(async (what, options) => {
			const { renderCheck } = await import("../commands/health-check-render.ts");
			renderCheck(what, options);
		});
}

function minutes(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms >= 60_000 && ms <= 86_400_000) return Math.round(ms / 60_000);
	throw new InvalidArgumentError("A time from 1m to 24h is expected.");
}

function runs(text: string): number {
	const value = Number(text);
	if (/^\d{1,3}$/.test(text) && value >= 1) return value;
	throw new InvalidArgumentError("A number from 1 to 999 is expected.");
}
