import { readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import { formatAlarm, formatSlo, rateFor } from "@localdns/core/health";
import { healthCheckCronJob, type KubernetesObject, receiversName } from "@localdns/core/manifests";
import { exitCode } from "../exit-code.ts";
import type { Cluster } from "../ports/cluster.ts";
import { healthPlanJson, healthPlanLines, healthSetUpLine } from "../presentation/health-plan-view.ts";
import { colorFor, createStyle } from "../presentation/style.ts";
import {
	installHealthCheck,
	isChange,
	planHealthCheck,
	refuseForeign,
	tryHealthCheck,
} from "../use-cases/health-check/installation.ts";
import { receiversObject } from "../use-cases/health-check/receivers.ts";
import { deadlineFor, refuseOversized } from "../use-cases/health-check/run-size.ts";
import { type ChangeFlags, openChange } from "./change-opening.ts";
import { type CheckChoice, type CheckFlags, readCheckFlags } from "./health-check-flags.ts";

interface InstallFlags extends Omit<ChangeFlags, "timeout">, CheckFlags {
	readonly schedule: string;
	readonly receiversSecret?: string | undefined;
	readonly forceConflicts?: true | undefined;
	readonly dryRun?: "client" | "server" | undefined;
	readonly output: "table" | "json";
}

/** For each thing that is waited for. */
export const patienceMs = 300_000;

/** Sets the schedule up, or brings it up to date. */
export async function installCheck(flags: InstallFlags): Promise<number> {
	const help = "localdns health-check install --help";
	const { slo, alarm } = readCheckFlags(flags, help);
	const schedule = readSchedule(flags.schedule);
	const { namespace, dryRun, output } = flags;
	const programs = { check: bundled("health-check.mjs"), probe: bundled("probe.mjs") };
	const addresses = receiversObject(namespace, flags);
	const receiversSecret = addresses === undefined ? secretOf(flags, help) : receiversName;
	if (addresses !== undefined && flags.receiversSecret !== undefined) throw twoSecrets(help);
	const all: ChangeFlags = { ...flags, timeout: patienceMs };
	return await openChange(
		"health-check install",
		all,
		async ({ cluster, onChange, signal, confirm, sayWhich, say }) => {
			sayWhich(await uidOf(cluster));
			const { length: nodes } = await cluster.list("/api/v1/nodes", () => true);
			const rate = flags.rate ?? rateFor(slo, nodes, flags.duration);
			if (flags.nodes === undefined) refuseOversized({ nodes, rate, durationMs: flags.duration });
			const settings = { schedule, programs, nodes, options: optionsOf(flags, { slo, alarm }) };
			const objects = checkFor(flags, { ...settings, receiversSecret });
			const wanted = addresses === undefined ? objects : [addresses, ...objects];
			const plan = await planHealthCheck(cluster, namespace, wanted);
			refuseForeign(plan);
			const force = flags.forceConflicts === true;
			if (dryRun === "server") await tryHealthCheck(cluster, plan, force);
			const style = createStyle(colorFor(flags.color, process.stdout));
			const bytes = sizesOf(programs);
			const shown = healthPlanLines(plan.changes, style);
			const json = (isDone: boolean): string =>
				healthPlanJson("HealthCheckInstallReport", cluster.place, plan.changes, isDone);
			const isNothing = !plan.changes.some(isChange);
			if (dryRun !== undefined || isNothing) {
				process.stdout.write(output === "json" ? json(dryRun === undefined) : shown);
				return exitCode.done;
			}
			if (flags.quiet !== true) {
				process.stderr.write(shown);
				say(`programs: ${bytes}; schedule ${schedule}, ${formatSlo(slo)}`);
			}
			const answer = await confirm("set this up now? [y/N] ");
			if (answer !== "yes") return answer === "no" ? exitCode.no : exitCode.interrupted;
			await installHealthCheck(cluster, plan, { force, onChange, signal });
			if (signal.aborted) return exitCode.interrupted;
			const runs = `it runs ${schedule} and judges by ${formatSlo(slo)}`;
			process.stdout.write(output === "json" ? json(true) : healthSetUpLine(plan.changes, style, runs));
			return exitCode.done;
		},
	);
}

/** A Secret of the user's own. @throws LocaldnsError LDNS101 */
function secretOf({ receiversSecret }: InstallFlags, help: string): string | undefined {
	if (receiversSecret === receiversName) throw twoSecrets(help);
	if (receiversSecret === undefined || /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/.test(receiversSecret))
		return receiversSecret;
	// Nor is it shown, for it may be an address that was meant for another flag.
	throw new LocaldnsError("LDNS101", "health-check: --receivers-secret has no name of a Secret", {
		hint: help,
	});
}

const twoSecrets = (help: string): LocaldnsError =>
	new LocaldnsError(
		"LDNS101",
		"health-check: --receivers-secret names a Secret of your own, in place of --pushgateway and --webhook",
		{ hint: help },
	);

/** Words for each run. */
const optionsOf = (flags: InstallFlags, { slo, alarm }: Pick<CheckChoice, "slo" | "alarm">): string[] => [
	...["--slo", formatSlo(slo), "--alarm", formatAlarm(alarm), "--duration", `${flags.duration}ms`],
	...["--fail-on", "alarm", "--namespace", flags.namespace],
	...option("--rate", flags.rate),
	...option("--nodes", flags.nodes),
	...(flags.name ?? []).flatMap((name) => ["--name", name]),
	...option("--node-image", flags.nodeImage),
];

interface CheckParts {
	readonly schedule: string;
	readonly programs: { readonly check: string; readonly probe: string };
	/** Of the cluster. */
	readonly nodes: number;
	readonly options: readonly string[];
	readonly receiversSecret: string | undefined;
}

function checkFor(
	{ namespace, duration, nodeImage }: InstallFlags,
	{ schedule, programs, nodes, options, receiversSecret }: CheckParts,
): KubernetesObject[] {
	const deadlineSeconds = Math.ceil(deadlineFor(nodes, duration) / 1000);
	return healthCheckCronJob({
		...{ namespace, schedule, programs, deadlineSeconds },
		options: [...options, "--within", `${deadlineSeconds}s`],
		...(receiversSecret === undefined ? {} : { receiversSecret }),
		...(nodeImage === undefined ? {} : { images: { node: nodeImage } }),
	});
}

const option = (flag: string, value: string | number | undefined): string[] =>
	value === undefined ? [] : [flag, String(value)];

/** A program that runs elsewhere; it lies beside this one's bundle. */
const bundled = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");

const sizesOf = ({ check, probe }: { readonly check: string; readonly probe: string }): string =>
	`health-check.mjs ${kibibytes(check)}, probe.mjs ${kibibytes(probe)}, of 1024 KiB that a ConfigMap takes`;

const kibibytes = (text: string): string => `${Math.ceil(Buffer.byteLength(text) / 1024)} KiB`;

const field = String.raw`(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(/\d+)?`;
const cron = new RegExp(`^${field}(,${field})*( +${field}(,${field})*){4}$`);

/** As far as it can be told without knowing what month has a 31st; the API server judges the rest. */
function readSchedule(text: string): string {
	const trimmed = text.trim();
	if (/^@(hourly|daily|midnight|weekly|monthly|yearly|annually)$/.test(trimmed) || cron.test(trimmed))
		return trimmed;
	throw new LocaldnsError("LDNS761", `--schedule ${JSON.stringify(text)} is not five fields of cron`);
}

/** By which a cluster is told from another one of the same name. */
export async function uidOf(cluster: Pick<Cluster, "read">): Promise<string> {
	const system = await cluster.read({ apiVersion: "v1", kind: "Namespace", name: "kube-system" });
	return ((system?.metadata ?? {}) as { uid?: string }).uid ?? "";
}

/** Names of the objects of any install there: what an uninstall looks for. */
export const checkObjects = (namespace: string): readonly KubernetesObject[] =>
	healthCheckCronJob({ namespace, programs: { check: "", probe: "" } });
