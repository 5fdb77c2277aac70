import { LocaldnsError } from "@localdns/core";
import { exitCode } from "../exit-code.ts";
import {
	healthRemovalJson,
	healthRemovalLines,
	healthTakenOutLines,
} from "../presentation/health-plan-view.ts";
import { colorFor, createStyle } from "../presentation/style.ts";
import { planHealthCheckRemoval, removeHealthCheck } from "../use-cases/health-check/installation.ts";
import { type ChangeFlags, openChange } from "./change-opening.ts";
import { checkObjects, patienceMs, uidOf } from "./health-check-install.ts";

interface UninstallFlags extends Omit<ChangeFlags, "timeout"> {
	readonly namespace: string;
	readonly dryRun?: "client" | "server" | undefined;
	readonly output: "table" | "json";
}

/** Takes the schedule out, with all that belongs to it. */
export async function uninstallCheck(flags: UninstallFlags): Promise<number> {
	const { namespace, dryRun, output } = flags;
	if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
		throw new LocaldnsError("LDNS101", `health-check uninstall: ${namespace} is no name of a namespace`, {
			hint: "localdns health-check uninstall --help",
		});
	}
	const all: ChangeFlags = { ...flags, timeout: patienceMs };
	return await openChange("health-check uninstall", all, async ({ cluster, onChange, confirm, sayWhich }) => {
		sayWhich(await uidOf(cluster));
		const removal = await planHealthCheckRemoval(cluster, namespace, checkObjects(namespace));
		const style = createStyle(colorFor(flags.color, process.stdout));
		const shown = healthRemovalLines(removal, style);
		const json = (isDone: boolean): string => healthRemovalJson(cluster.place, removal, isDone);
		const isNothing = removal.remove.length === 0 && removal.namespace === undefined;
		if (dryRun !== undefined || isNothing) {
			process.stdout.write(output === "json" ? json(false) : shown);
			return exitCode.done;
		}
		if (flags.quiet !== true) process.stderr.write(shown);
		const answer = await confirm("take all of this out now? [y/N] ");
		if (answer !== "yes") return answer === "no" ? exitCode.no : exitCode.interrupted;
		await removeHealthCheck(cluster, removal, onChange);
		process.stdout.write(output === "json" ? json(true) : healthTakenOutLines(removal, style));
		return exitCode.done;
	});
}
