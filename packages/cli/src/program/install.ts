import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";
import { addBundleOptions } from "./bundle-options.ts";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples, repeat } from "./parts.ts";
import {
	dryRunOption,
	maxParallelOption,
	nodeAccessOption,
	pauseBetweenOption,
	sshTargetOption,
	timeoutOption,
} from "./removal-options.ts";

export function addInstall(program: Command, end: End): void {
	addClusterOptions(
		addBundleOptions(
			program
				.command("install")
				.description(
					"Install the cache, or bring an installation up to date: objects, a trial on every node, then node by node.",
				),
		)
			.option("--stage-only", "the cache and its trial only; no kubelet is changed")
			.option(
				"--nodes <which>",
				"nodes that may be turned: names with commas, or a label selector (default: all)",
			)
			.option("--canary <node>", "turned first, and alone (default: the first agent)")
			.addOption(pauseBetweenOption())
			.addOption(maxParallelOption())
			.addOption(nodeAccessOption())
			.addOption(sshTargetOption())
			.option("--adopt", "take over what somebody else has made: objects, and the article's entry on nodes")
			.option("--force-conflicts", "take fields from other managers, having shown which")
			.option("--skip-unready-nodes", "no failure that nodes which are not Ready are left")
			.option("--skip-check <id>", "a check of doctor that is not to stand in the way; repeatable", repeat)
			.option("--rollback-on-failure", "take objects back when the cache does not come up or resolve", true)
			.option(
				"--no-rollback-on-failure",
				"leave them, to be looked at; a node that fails is given back all the same",
			),
	)
		.addOption(timeoutOption())
		.addOption(dryRunOption())
		.option("--yes", "do it without asking")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout; short: only what changes, a line for each")
				.choices(["table", "short", "json"] as const)
				.default("table" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns install --dry-run=server",
				"localdns install --stage-only",
				"localdns install --canary agent-1 --pause-between 30s",
				"localdns install -f localdns.yaml --yes -o json",
				"localdns rbac --for install | kubectl apply -f -",
			])}\nExit codes: 0 done, 1 a no, or it may not begin, 2 usage or kubeconfig, 3 could not find out, 4 it failed and was taken back, 5 it needs a hand, 130 interrupted.\n`,
		)
		.action(async (options) => {
			const { install } = await import("../commands/install.ts");
			end(await install(options));
		});
}
