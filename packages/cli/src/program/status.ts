import { type Command, Option } from "@commander-js/extra-typings";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples } from "./parts.ts";

export function addStatus(program: Command, end: End): void {
	addClusterOptions(
		program
			.command("status")
			.description(
				"Show how the cache stands, node by node, and which pods still have their former nameserver; changes nothing.",
			)
			.option("--watch", "show it again every 5 s, until Ctrl-C")
			.option("-n, --namespace <name>", "namespace of the cache", "kube-system"),
	)
		.addOption(
			new Option(
				"-o, --output <format>",
				"what goes to stdout; wide: every node and workload; short: only what is not well; name: nodes that ask the cache",
			)
				.choices(["table", "wide", "short", "json", "name"] as const)
				.default("table" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns status",
				"localdns status --watch -o wide",
				"localdns status -o json | jq '.nodes[] | select(.state != \"asks-cache\")'",
				"localdns rbac --for status | kubectl apply -f -",
			])}\nExit codes: 0 all is well, 1 something is not as it should be, 2 usage or kubeconfig, 3 could not find out, 130 Ctrl-C.\nPods with their former nameserver are named and are no failure: only recreating them helps, which localdns never does.\n`,
		)
		.action(async (options) => {
			const { status } = await import("../commands/status.ts");
			end(await status(options));
		});
}
