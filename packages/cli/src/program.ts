import { Command } from "@commander-js/extra-typings";
import { addBench } from "./program/bench.ts";
import { addCompletion } from "./program/completion.ts";
import { addCorefile } from "./program/corefile.ts";
import { addDiff } from "./program/diff.ts";
import { addDoctor } from "./program/doctor.ts";
import { addExplain } from "./program/explain.ts";
import { addHealthCheck } from "./program/health-check.ts";
import { addInstall } from "./program/install.ts";
import { addLab } from "./program/lab.ts";
import { addLint } from "./program/lint.ts";
import { addNodeConfig } from "./program/node-config.ts";
import { type End, examples } from "./program/parts.ts";
import { addRbac } from "./program/rbac.ts";
import { addRender } from "./program/render.ts";
import { addRollback } from "./program/rollback.ts";
import { addStatus } from "./program/status.ts";
import { addUninstall } from "./program/uninstall.ts";
import { addVersion } from "./program/version.ts";
import { toolVersion } from "./version.ts";

/** The command tree, with the completion of its own words. */
export function createProgram(end: End): Command {
	const program = commandTree(end);
	addCompletion(program, () => commandTree(end));
	return program;
}

/** Actions are loaded when they run: `localdns version` loads no statistics. */
function commandTree(end: End): Command {
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
				"localdns doctor --pre                           whether a cluster is fit for it; read-only",
				"localdns install --dry-run=server               what an install would do there",
				"localdns explain LDNS101                        what a code means and what to do",
			]),
		);

	addBench(program, end);
	addRender(program);
	addLint(program, end);
	addCorefile(program, end);
	addDoctor(program, end);
	addDiff(program, end);
	addInstall(program, end);
	addStatus(program, end);
	addRollback(program, end);
	addUninstall(program, end);
	addHealthCheck(program, end);
	addRbac(program);
	addNodeConfig(program, end);
	addLab(program, end);

	addExplain(program);
	addVersion(program);

	return program as unknown as Command;
}
