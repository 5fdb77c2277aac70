import { type Command, Option } from "@commander-js/extra-typings";
import { colorOption, type End, examples } from "./parts.ts";

const rootOption = () =>
	new Option("--root <dir>", "the node's file system: / on the node itself").default("/");
const roleOption = () =>
	new Option("--role <role>", "what K3s is here (default: read from its unit)").choices([
		"server",
		"agent",
	] as const);
const outputOption = () =>
	new Option("-o, --output <format>", "what goes to stdout")
		.choices(["table", "json"] as const)
		.default("table" as const);
const addressOption = () =>
	new Option("--address <list>", "what new pods get as nameservers, one to three").default("169.254.20.10");
const inPlaceOption = () =>
	new Option(
		"--in-place",
		"edit the kubelet-arg that is in force, instead of adding config.yaml.d/zz-localdns.yaml",
	);
const adoptOption = () =>
	new Option("--adopt", "take over an entry cluster-dns=169.254.20.10 that was written by hand");
const yesOption = () => new Option("--yes", "write without asking");

export function addNodeConfig(program: Command, end: End): void {
	const nodeConfig = program
		.command("node-config")
		.description(
			"Have this node's kubelet give new pods the cache's address, by K3s' configuration. K3s is never restarted.",
		);

	nodeConfig
		.command("plan")
		.description("Show what apply would write, and which file's word counts. Reads only.")
		.addOption(rootOption())
		.addOption(roleOption())
		.addOption(addressOption())
		.addOption(inPlaceOption())
		.addOption(adoptOption())
		.addOption(outputOption())
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns node-config plan",
				"localdns node-config plan --root /mnt/node --in-place",
				"localdns node-config plan --adopt -o json",
			]),
		)
		.action(async (options) => {
			const { nodeConfigPlan } = await import("../commands/node-config.ts");
			end(await nodeConfigPlan(options));
		});

	nodeConfig
		.command("apply")
		.description("Write it, keep the former bytes beside it, and say how to restart K3s.")
		.addOption(rootOption())
		.addOption(roleOption())
		.addOption(addressOption())
		.addOption(inPlaceOption())
		.addOption(adoptOption())
		.addOption(yesOption())
		.addOption(outputOption())
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns node-config apply",
				"localdns node-config apply --in-place --yes",
				"localdns node-config apply --root /mnt/node --role agent --yes",
			]),
		)
		.action(async (options) => {
			const { nodeConfigApply } = await import("../commands/node-config.ts");
			end(await nodeConfigApply(options));
		});

	nodeConfig
		.command("revert")
		.description("Put the former bytes back and remove what apply made.")
		.addOption(rootOption())
		.addOption(roleOption())
		.option("--keep-changes", "from a file that was changed since, take only what localdns put in")
		.addOption(yesOption())
		.addOption(outputOption())
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples(["localdns node-config revert", "localdns node-config revert --root /mnt/node --yes"]),
		)
		.action(async (options) => {
			const { nodeConfigRevert } = await import("../commands/node-config.ts");
			end(await nodeConfigRevert(options));
		});
}
