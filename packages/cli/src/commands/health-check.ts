import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { LocaldnsError } from "@localdns/core";
import type { HealthReport } from "@localdns/core/health";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { interruptible } from "../interruption.ts";
import { type HealthOutput, healthText } from "../presentation/health-output.ts";
import { printable } from "../presentation/printable.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import type { OpenCluster } from "../program/health-check-run.ts";
import { deliver } from "../use-cases/health-check/deliver.ts";
import { readReceivers } from "../use-cases/health-check/receivers.ts";
import { runHealthCheck } from "../use-cases/health-check/run-check.ts";
import { stateChanges, tellEvents } from "../use-cases/health-check/tell-events.ts";
import type { MeasurementEvent } from "../use-cases/measure-nodes/contract.ts";
import type { ClusterFlags } from "./cluster-flags.ts";
import { type CheckFlags, readCheckFlags } from "./health-check-flags.ts";

interface HealthCheckOptions extends CheckFlags, ClusterFlags {
	/** Undefined: where the run is as those of the schedule. */
	readonly history?: boolean | undefined;
	readonly receivers?: string | undefined;
	/** ms. */
	readonly within?: number | undefined;
	readonly failOn: "breach" | "alarm" | "never";
	readonly output: HealthOutput;
	readonly quiet?: true | undefined;
	readonly progress: boolean;
	readonly color: ColorChoice;
}

/** Measures once, and judges. */
export async function healthCheck(options: HealthCheckOptions, open: OpenCluster): Promise<number> {
	const help = "localdns health-check --help";
	const { slo, alarm, names } = readCheckFlags(options, help);
	if (options.as === undefined && options.asGroup !== undefined)
		throw new LocaldnsError("LDNS101", "health-check: --as-group needs --as", { hint: help });
	const cluster = await open({
		kubeconfig: options.kubeconfig,
		context: options.context,
		asUser: options.as,
		asGroups: options.asGroup,
		requestTimeoutMs: options.requestTimeout,
	});
	const stop = interruptible(`localdns bench cleanup -n ${options.namespace}`);
	try {
		const run = randomBytes(4).toString("hex");
		const { namespace } = options;
		const checked = await runHealthCheck(
			cluster,
			{
				...{ run, namespace, slo, alarm, names },
				holder: `${hostname()}:${process.pid}-${run}`,
				durationMs: options.duration,
				rate: options.rate,
				nodes: options.nodes,
				keepsHistory: options.history,
				withinMs: options.within,
				probe: readFileSync(new URL("./probe.mjs", import.meta.url), "utf8"),
				images: options.nodeImage === undefined ? {} : { node: options.nodeImage },
			},
			{ onEvent: options.progress && options.quiet !== true ? say : () => {}, interrupt: stop.signal },
		);
		if (checked === undefined) return exitCode.interrupted;
		// What is in no history is news to nobody.
		const changes = checked.report.historyRuns > 0 ? stateChanges(checked.result, checked.report) : [];
		const told = await tellEvents(cluster, namespace, run, changes);
		const { receivers, problems } = readReceivers(options, options.receivers);
		const undelivered = [...problems, ...(await deliver(checked.report, receivers))];
		const report = { ...checked.report, notes: [...checked.report.notes, ...told, ...undelivered] };
		for (const note of report.notes) process.stderr.write(`${printable(note)}\n`);
		process.stdout.write(
			healthText(report, options.output, createStyle(colorFor(options.color, process.stdout))),
		);
		return exitOf(report, options.failOn);
	} finally {
		stop.release();
		cluster.close();
	}
}

function say(event: MeasurementEvent): void {
	if (event.type === "nodes") return;
	process.stderr.write(`${printable(event.text)}\n`);
}

function exitOf({ verdict, alarm }: HealthReport, failOn: HealthCheckOptions["failOn"]): ExitCode {
	if (failOn === "never") return exitCode.done;
	if (failOn === "alarm") return alarm ? exitCode.no : exitCode.done;
	return { met: exitCode.done, breach: exitCode.no, unproven: exitCode.unknown }[verdict];
}
