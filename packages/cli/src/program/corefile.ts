import { type Command, Option } from "@commander-js/extra-typings";
import { colorOption, type End, examples } from "./parts.ts";

export function addCorefile(program: Command, end: End): void {
	const corefile = program.command("corefile").description("What CoreDNS makes of a Corefile.");

	corefile
		.command("parse")
		.description(
			"Read Corefiles as CoreDNS' own parser does: imports and snippets put in their place, environment variables filled in from this process'. Exit code 1 when CoreDNS would refuse one.",
		)
		.argument("<file...>", "Corefiles; - for the standard input")
		.option("--any-plugin", "accept names that no CoreDNS release knows, for one with plugins of its own")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout; json is one line per file")
				.choices(["table", "json"] as const)
				.default("table" as const),
		)
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns corefile parse Corefile",
				"NODE_IP=192.0.2.7 localdns corefile parse Corefile",
				"localdns corefile parse /etc/coredns/Corefile -o json | jq '.blocks[].keys'",
			]),
		)
		.action(async (files, options) => {
			const { corefileParse } = await import("../commands/corefile-parse.ts");
			end(await corefileParse(files, options));
		});
}
