import { join, resolve } from "node:path";
import { LocaldnsError } from "@localdns/core";
import {
	dropInFolder,
	dropInName,
	type EffectiveValue,
	effectiveConfig,
	type NodeConfigSettings,
	type NodeSnapshot,
	parseAddresses,
	setsClusterDns,
	whoWins,
} from "@localdns/core/k3s";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { type GivenFlags, hintsBelow } from "../node-files/hints-below.ts";
import { type NodeRoot, nodeRoot } from "../node-files/root.ts";
import { type NodeConfigOutcome, nodeConfigJson, nodeConfigText } from "../presentation/node-config-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { shellWord } from "../shell-word.ts";
import { askYes } from "../terminal-prompt.ts";
import { applyChange } from "../use-cases/node-config-apply.ts";
import { clearLeftovers, planChange } from "../use-cases/node-config-change.ts";
import { observeNode, type Role } from "../use-cases/node-config-observe.ts";
import { applyReturn, planReturn } from "../use-cases/node-config-revert.ts";

const defaultAddress = "169.254.20.10";

interface Options {
	root: string;
	role?: Role | undefined;
	output: "table" | "json";
	color: ColorChoice;
}

interface PlanOptions extends Options {
	address: string;
	inPlace?: true | undefined;
	adopt?: true | undefined;
}

interface ApplyOptions extends PlanOptions {
	yes?: true | undefined;
}

interface RevertOptions extends Options {
	yes?: true | undefined;
	keepChanges?: true | undefined;
}

/** Shows what apply would write, and why it would win. */
export const nodeConfigPlan = (options: PlanOptions): Promise<number> =>
	hintsBelow(options.root, flagsOf(options), () => plan(options));

function plan(options: PlanOptions): number {
	const settings = settingsOf(options);
	const { root, found } = look(options);
	const { plan: change, files } = planChange(root, found, settings);
	show(options, {
		...about(options, "plan", found),
		files,
		done: false,
		kubeletArgs: change.after,
		warnings: change.warnings,
	});
	return exitCode.done;
}

/** Writes what plan shows, once someone said yes. */
export const nodeConfigApply = (options: ApplyOptions): Promise<number> =>
	hintsBelow(options.root, flagsOf(options), () => apply(options));

async function apply(options: ApplyOptions): Promise<number> {
	const settings = settingsOf(options);
	const { root, found } = look(options);
	const change = planChange(root, found, settings);
	const { plan, files } = change;
	const outcome = {
		...about(options, "apply", found),
		files,
		kubeletArgs: plan.after,
		warnings: plan.warnings,
	};
	const refused = plan.actions.length > 0 ? await refusal(options, { ...outcome, done: false }) : undefined;
	if (refused !== undefined) return refused;
	writing(() => clearLeftovers(root, found));
	writing(() => applyChange(root, change));
	show(options, { ...outcome, done: true });
	return exitCode.done;
}

/** Puts the former bytes back, once someone said yes. */
export const nodeConfigRevert = (options: RevertOptions): Promise<number> =>
	hintsBelow(options.root, flagsOf(options), () => revert(options));

async function revert(options: RevertOptions): Promise<number> {
	const { root, found } = look(options);
	const keepChanges = options.keepChanges === true;
	const back = planReturn(root, found, keepChanges);
	const files = back.files.filter(({ from, to }) => from !== to);
	const outcome = { ...about(options, "revert", found), files, kubeletArgs: [], warnings: [] };
	const refused = files.length > 0 ? await refusal(options, { ...outcome, done: false }) : undefined;
	if (refused !== undefined) return refused;
	writing(() => clearLeftovers(root, found));
	writing(() => applyReturn(root, found, back, keepChanges));
	const now = effectiveConfig(observeNode(root, options.role));
	const kubeletArgs = now.ok ? (now.config.flags.get("kubelet-arg") ?? []) : [];
	const { configPath } = found;
	show(options, { ...outcome, kubeletArgs, warnings: stillSet(root, configPath, kubeletArgs), done: true });
	return exitCode.done;
}

/** The article's entry that --adopt had taken over, or one that localdns has no record of. */
function stillSet(root: NodeRoot, configPath: string, kubeletArgs: readonly EffectiveValue[]): string[] {
	const dropIn = `${dropInFolder(configPath)}/${dropInName}`;
	return whoWins(
		kubeletArgs.filter(({ text }) => setsClusterDns(text)),
		"kubelet-arg",
	).map(({ entry, origin }) => {
		const still = `kubelet-arg still has ${entry}, as before localdns: ${origin}`;
		return origin.startsWith(`${dropIn}:`)
			? `${still}; no apply on record made that file, so take it out by hand: rm ${shellWord(join(root.folder, dropIn))}`
			: still;
	});
}

function look({ root: folder, role }: Options) {
	const root = nodeRoot(resolve(folder));
	return { root, found: observeNode(root, role) };
}

function settingsOf({ address, inPlace, adopt }: PlanOptions): NodeConfigSettings {
	const addresses = parseAddresses(address);
	if (addresses === undefined) {
		throw new LocaldnsError("LDNS101", `--address: read ${JSON.stringify(address)}`, {
			reason: "wanted are one to three different IP addresses, separated by commas",
			hint: "localdns node-config plan --address 169.254.20.10",
		});
	}
	return { addresses, placement: inPlace ? "in-place" : "drop-in", adopt: adopt === true };
}

function about(
	options: PlanOptions | RevertOptions,
	action: NodeConfigOutcome["action"],
	found: NodeSnapshot,
) {
	const { root } = options;
	const { role, service, configPath } = found;
	return { action, command: commandOf(action, options), root: resolve(root), role, service, configPath };
}

/** The command that writes what these options show. */
function commandOf(
	action: NodeConfigOutcome["action"],
	options: Partial<PlanOptions & RevertOptions>,
): string {
	const verb = action === "revert" ? "revert" : "apply";
	return ["localdns", "node-config", verb, ...flagsOf(options).flat()].join(" ");
}

/** What changes the meaning of these options' command, as a shell takes it. */
function flagsOf(options: Partial<PlanOptions & RevertOptions>): GivenFlags {
	const { root = "/", role, address = defaultAddress, inPlace, adopt, keepChanges } = options;
	return [
		...(root === "/" ? [] : [["--root", shellWord(root)] as const]),
		...(role === undefined ? [] : [["--role", role] as const]),
		...(address === defaultAddress ? [] : [["--address", shellWord(address)] as const]),
		...(inPlace ? [["--in-place"] as const] : []),
		...(adopt ? [["--adopt"] as const] : []),
		...(keepChanges ? [["--keep-changes"] as const] : []),
	];
}

function show({ output, color }: Options, outcome: NodeConfigOutcome): void {
	const style = createStyle(colorFor(color, process.stdout));
	process.stdout.write(output === "json" ? nodeConfigJson(outcome) : nodeConfigText(outcome, style));
}

/** @throws LocaldnsError LDNS514 where nobody can be asked */
async function refusal(
	{ yes, color }: Options & { yes?: true | undefined },
	outcome: NodeConfigOutcome,
): Promise<ExitCode | undefined> {
	if (yes) return undefined;
	if (process.stdin.isTTY !== true) {
		throw new LocaldnsError(
			"LDNS514",
			`${outcome.action} would write ${outcome.files.map(({ path }) => path).join(", ")}`,
			{
				reason: "there is no terminal to ask on",
				hint: `${outcome.command} --yes`,
			},
		);
	}
	process.stderr.write(nodeConfigText(outcome, createStyle(colorFor(color, process.stderr))));
	const answer = await askYes("write it now? [y/N] ");
	if (answer === "yes") return undefined;
	process.stderr.write("nothing was written\n");
	return answer === "no" ? exitCode.no : exitCode.interrupted;
}

/** Errors of the file system as words. */
function writing(step: () => void): void {
	try {
		step();
	} catch (error) {
		if (error instanceof LocaldnsError) throw error;
		throw new LocaldnsError("LDNS512", "a file cannot be written", {
			reason: error instanceof Error ? error.message : String(error),
			cause: error,
		});
	}
}
