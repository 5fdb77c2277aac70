import type { Command, OptionValues } from "@commander-js/extra-typings";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples } from "./parts.ts";

export function addBenchCleanup<Args extends unknown[], Opts extends OptionValues>(
	bench: Command<Args, Opts>,
	end: End,
): void {
	addClusterOptions(
		bench
			.command("cleanup")
			.description(
				"Remove what a bench that was killed left in the cluster: probes, their ConfigMaps, its lock, its namespace, a cache that it had staged.",
			)
			.option("-n, --namespace <name>", "where its probes were", "localdns-bench")
			.option("--cache-namespace <name>", "where it had staged a cache", "kube-system"),
	)
		.option("--force", "also end a bench that is under way, and take the link watches of others")
		.option("--quiet", "print what was removed only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples(["localdns bench cleanup", "localdns bench cleanup --context home"])}\nExit codes: 0 removed, or nothing was there; 2 usage or kubeconfig; 3 a bench is under way, or could not find out; 5 something is still there.\n`,
		)
		.action(async (options) => {
			const { benchCleanup } = await import("../commands/bench-cleanup.ts");
			end(await benchCleanup(options));
		});
}
