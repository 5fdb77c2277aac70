import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { parseDuration } from "@localdns/core";
import type { ClusterConnection } from "../adapters/kubernetes/connection.ts";
import type { Cluster } from "../ports/cluster.ts";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples, repeat } from "./parts.ts";

const defaultNamespace = "localdns-health-check";
const defaultSlo = "failures=0.5%,p99=50ms";

export const sloOption = () =>
	new Option(
		"--slo <promises>",
		"failures=PERCENT and p50, p90, p95, p99 or p99.9=TIME, with commas",
	).default(defaultSlo);
export const alarmOption = () =>
	new Option("--alarm <m/n>", "an alarm takes m breaches among the last n runs").default("3/5");
export const durationOption = () =>
	new Option("--duration <time>", "of one run, 10s to 10m").argParser(duration).default(60_000, "60s");
export const rateOption = () =>
	new Option(
		"--rate <number>",
		"resolutions per second and node, 1 to 50 (default: as many as tell the SLO from twice as many bad ones, at most 20)",
	).argParser(rate);
export const nodesOption = () =>
	new Option("--nodes <which>", "names with commas, or a label selector (default: all that are Ready)");
export const nameOption = () =>
	new Option(
		"--name <service>",
		"Service to ask for, as a pod writes it: db.shop; repeatable (default: kubernetes.default)",
	).argParser<string[] | undefined>(repeat);
export const namespaceOption = () =>
	new Option("-n, --namespace <name>", "namespace of its objects").default(defaultNamespace);
export const pushgatewayOption = () =>
	new Option("--pushgateway <url>", "push the result to this Pushgateway");
export const webhookOption = () => new Option("--webhook <url>", "post the result there, as JSON");
export const nodeImageOption = () =>
	new Option("--node-image <image>", "image of its pods (default: node:24-alpine)");
export const outputOption = <const Formats extends readonly string[]>(
	formats: Formats,
	text = "what goes to stdout",
) => new Option("-o, --output <format>", text).choices(formats);

/** How the check reaches its cluster: by a kubeconfig, or by the account of its pod. */
export type OpenCluster = (connection: ClusterConnection) => Promise<Cluster>;

/**
 * The check itself, which is all that the program in a CronJob has.
 *
 * @returns the command, for its siblings
 */
export function addHealthCheckRun(program: Command, end: End, open: OpenCluster): Command {
	const command = addClusterOptions(
		program
			.command("health-check")
			.description(
				"Measure once, on every node that is Ready, what its pods meet when they resolve a name, and judge it against an SLO.",
			)
			.addOption(sloOption())
			.addOption(durationOption())
			.addOption(rateOption())
			.addOption(nodesOption())
			.addOption(nameOption())
			.addOption(alarmOption())
			.option(
				"--history",
				"judge this run by those before it and remember it, even if the schedule has another SLO, alarm, nodes or names (default: if it has not)",
			)
			.option("--no-history", "judge this run by itself, and remember nothing")
			.addOption(pushgatewayOption())
			.addOption(webhookOption())
			.option(
				"--receivers <folder>",
				"read these addresses from its files pushgateway and webhook, as a mounted Secret has them",
			)
			.addOption(
				new Option(
					"--within <time>",
					"begin only if a run on so many nodes can end before (default: whatever it takes)",
				).argParser(within),
			)
			.addOption(nodeImageOption())
			.addOption(namespaceOption()),
	)
		.addOption(
			new Option(
				"--fail-on <what>",
				"when the exit code is 1; alarm: an unproven run is then no failure either",
			)
				.choices(["breach", "alarm", "never"] as const)
				.default("breach" as const),
		)
		.addOption(
			outputOption(
				["table", "short", "json", "prometheus", "junit"] as const,
				"what goes to stdout; short: one line",
			).default("table" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns health-check",
				"localdns health-check --slo failures=1%,p99=100ms --name db.shop -o short",
				"localdns health-check -o prometheus > /var/lib/node_exporter/localdns.prom",
				'localdns health-check install --schedule "*/15 * * * *" --slo failures=0.5%,p99=50ms',
				"localdns health-check history",
			])}\nExit codes: 0 met, 1 breach, 2 usage or kubeconfig, 3 unproven or could not find out, 130 Ctrl-C.\n`,
		)
		.action(async (options) => {
			const { healthCheck } = await import("../commands/health-check.ts");
			end(await healthCheck(options, open));
		});
	return command as unknown as Command;
}

function duration(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms >= 10_000 && ms <= 600_000) return ms;
	throw new InvalidArgumentError("A time from 10s to 10m is expected.");
}

function within(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms >= 60_000 && ms <= 86_400_000) return ms;
	throw new InvalidArgumentError("A time from 1m to 24h is expected.");
}

function rate(text: string): number {
	const value = Number(text);
	if (/^\d+(\.\d+)?$/.test(text) && value >= 1 && value <= 50) return value;
	throw new InvalidArgumentError("A number from 1 to 50 is expected.");
}
