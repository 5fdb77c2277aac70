import type { Command } from "@commander-js/extra-typings";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples } from "./parts.ts";
import {
	dryRunOption,
	maxParallelOption,
	nodeAccessOption,
	pauseBetweenOption,
	removalOutputOption,
	skipUnreadyOption,
	sshTargetOption,
	timeoutOption,
} from "./removal-options.ts";

export function addUninstall(program: Command, end: End): void {
	addClusterOptions(
		program
			.command("uninstall")
			.description(
				"Give all nodes back, then take out what was installed. Refuses while a kubelet or a running pod needs the cache.",
			)
			.option("--force", "take the cache out although nodes or pods still ask it, having shown which")
			.option("-n, --namespace <name>", "namespace of the cache", "kube-system"),
	)
		.addOption(pauseBetweenOption())
		.addOption(maxParallelOption())
		.addOption(nodeAccessOption())
		.addOption(sshTargetOption())
		.addOption(skipUnreadyOption())
		.addOption(timeoutOption())
		.addOption(dryRunOption())
		.option("--yes", "do it without asking")
		.addOption(removalOutputOption())
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns uninstall --dry-run=client",
				"localdns uninstall",
				"localdns uninstall --yes -o json",
				"localdns rbac --for uninstall | kubectl apply -f -",
			])}\nExit codes: 0 done, 1 a no, or something still needs the cache, 2 usage or kubeconfig, 3 could not find out, 4 a node failed and is as before, 5 it needs a hand, 130 interrupted.\n`,
		)
		.action(async (options) => {
			const { uninstallInstallation } = await import("../commands/uninstall.ts");
			end(await uninstallInstallation(options));
		});
}
