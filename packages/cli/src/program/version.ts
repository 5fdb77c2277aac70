import { type Command, Option } from "@commander-js/extra-typings";
import { toolVersion } from "../version.ts";

export function addVersion(program: Command): void {
	program
		.command("version")
		.description("The version of localdns and what it runs on.")
		.addOption(
			new Option("-o, --output <format>", "table or json")
				.choices(["table", "json"] as const)
				.default("table" as const),
		)
		.action((options) => {
			const facts = {
				kind: "Version",
				toolVersion,
				node: process.version,
				platform: `${process.platform}-${process.arch}`,
			};
			if (options.output === "json") process.stdout.write(`${JSON.stringify(facts)}\n`);
			else process.stdout.write(`localdns ${facts.toolVersion} (Node ${facts.node}, ${facts.platform})\n`);
		});
}
