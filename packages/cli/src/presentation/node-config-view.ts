import { type EffectiveValue, type K3sService, restartCommand, whoWins } from "@localdns/core/k3s";
import { toolVersion } from "../version.ts";
import { shownDiff, unifiedDiff } from "./node-config-diff.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

/** What `node-config plan|apply|revert` has to say. */
export interface NodeConfigOutcome {
	readonly action: "plan" | "apply" | "revert";
	/** The command that carries it out. */
	readonly command: string;
	readonly root: string;
	readonly role: "server" | "agent" | undefined;
	readonly service: K3sService | undefined;
	readonly configPath: string;
	readonly files: readonly {
		readonly path: string;
		readonly from: string | undefined;
		readonly to: string | undefined;
	}[];
	/** Whether the files were written. */
	readonly done: boolean;
	/** Values of kubelet-arg as they will be, or are. */
	readonly kubeletArgs: readonly EffectiveValue[];
	readonly warnings: readonly string[];
}

/** What to run next, so that K3s reads the files. */
function nextSteps({ service, role }: NodeConfigOutcome): string[] {
	if (service !== undefined) return [restartCommand(service)];
	const names = role === undefined ? ["k3s", "k3s-agent"] : [role === "server" ? "k3s" : "k3s-agent"];
	return names.map((name) => restartCommand({ name, manager: "systemd" }));
}

export function nodeConfigText(outcome: NodeConfigOutcome, style: Style): string {
	const { action, files, done, service, role } = outcome;
	const lines: string[] = [];
	const unit = service === undefined ? "no unit" : `unit ${service.name} (${service.path})`;
	lines.push(`node: ${role ?? "role unknown"}, ${unit}, configuration ${outcome.configPath}`);
	if (files.length === 0) lines.push("", style.strong("nothing to do"));
	else lines.push("", shownDiff(unifiedDiff(files), style).trimEnd());
	if (outcome.kubeletArgs.length > 0) {
		const rows = whoWins(outcome.kubeletArgs, "kubelet-arg").map(({ entry, origin, why }) =>
			printable([entry, origin, why]),
		);
		lines.push("", style.strong("kubelet-arg, in the order in which K3s gets it"), renderColumns(rows));
	}
	for (const warning of outcome.warnings) lines.push("", `${style.unsure("warning:")} ${printable(warning)}`);
	if (files.length > 0) {
		const [first, ...others] = nextSteps(outcome);
		const next = [first, ...others].join("   or   ");
		if (done)
			lines.push(
				"",
				`${action === "apply" ? "written" : "as before"}; K3s ${outcome.root === "/" ? "" : "on that node "}reads it at its next start:`,
				`  ${next}`,
			);
		else lines.push("", "nothing was written; to do it:", `  ${outcome.command}`);
	}
	return `${lines.join("\n")}\n`;
}

export function nodeConfigJson(outcome: NodeConfigOutcome): string {
	const { action, root, role, service, configPath, files, done, kubeletArgs, warnings } = outcome;
	const document = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "NodeConfig",
		toolVersion,
		action,
		root,
		role: role ?? null,
		unit: service === undefined ? null : { name: service.name, path: service.path },
		configPath,
		changed: files.length > 0,
		written: done && files.length > 0,
		files: files.map(({ path, from, to }) => ({
			path,
			change: from === undefined ? "create" : to === undefined ? "remove" : "edit",
		})),
		diff: unifiedDiff(files),
		kubeletArgs: whoWins(kubeletArgs, "kubelet-arg"),
		warnings,
		next: files.length > 0 ? nextSteps(outcome) : [],
	};
	return `${JSON.stringify(document, null, 2)}\n`;
}
