import { type Command, Option } from "@commander-js/extra-typings";
import { addBundleOptions } from "./bundle-options.ts";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples, list } from "./parts.ts";

export function addDiff(program: Command, end: End): void {
	addClusterOptions(
		addBundleOptions(
			program
				.command("diff")
				.description(
					"Compare a cluster with what install would make of it, with the same flags; changes nothing.",
				),
		)
			.option("--stage-only", "the objects only, as install --stage-only")
			.option("--nodes <names>", "nodes that install may turn, with commas (default: all)", list),
	)
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout; short: only what differs, a line for each")
				.choices(["table", "short", "json"] as const)
				.default("table" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns diff",
				"localdns diff -f localdns.yaml -o short",
				"localdns diff --stage-only || echo not as installed",
				"localdns rbac --for diff | kubectl apply -f -",
			])}\nExit codes: 0 nothing differs, 1 something does, 2 usage or kubeconfig, 3 could not find out.\n`,
		)
		.action(async (options) => {
			const { diff } = await import("../commands/diff.ts");
			end(await diff(options));
		});
}
