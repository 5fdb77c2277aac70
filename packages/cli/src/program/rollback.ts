import type { Command } from "@commander-js/extra-typings";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples, repeat } from "./parts.ts";
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

export function addRollback(program: Command, end: End): void {
	addClusterOptions(
		program
			.command("rollback")
			.description("Give nodes back their former K3s configuration and the cluster DNS, one by one.")
			.option("--node <name>", "only this node; repeatable (default: all that were turned)", repeat)
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
				"localdns rollback --node agent-1",
				"localdns rollback --dry-run=client",
				"localdns rollback --yes --pause-between 30s",
				"localdns rbac --for rollback | kubectl apply -f -",
			])}\nExit codes: 0 done, 1 a no, or a node that is not Ready, 2 usage or kubeconfig, 3 could not find out, 4 a node failed and is as before, 5 it needs a hand, 130 interrupted.\n`,
		)
		.action(async (options) => {
			const { rollback } = await import("../commands/rollback.ts");
			end(await rollback(options));
		});
}
