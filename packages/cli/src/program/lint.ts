import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { colorOption, type End, examples, repeat } from "./parts.ts";

function mtu(text: string): number {
	const bytes = Number(text);
	// The least that IPv4 asks of a link (RFC 791), and the most that a packet can be.
	if (Number.isInteger(bytes) && bytes >= 576 && bytes <= 65_535) return bytes;
	throw new InvalidArgumentError("A number of bytes from 576 to 65535 is expected.");
}

export function addLint(program: Command, end: End): void {
	program
		.command("lint")
		.description(
			"Judge Corefiles as an engine would read them, or the manifests around them: what does not start, and what will hurt.",
		)
		.argument("<file...>", "Corefiles or Kubernetes manifests; - for the standard input")
		.addOption(
			new Option("--engine <name>", "who reads it (default: node-cache, or a manifest's own image)").choices([
				"node-cache",
				"coredns",
			] as const),
		)
		.option("--engine-version <version>", "its version (default: the newest tested one)")
		.addOption(
			new Option(
				"--mtu <bytes>",
				"largest packet on the way to the upstreams, to judge message sizes; tailscale has 1280",
			).argParser(mtu),
		)
		.option("--env <name=value>", "fill in {$NAME}; once given, every other variable counts as unset", repeat)
		.option("--fix", "make the fixes that cannot change what resolves")
		.addOption(
			new Option("--fail-on <severity>", "from which finding on the exit code is 1")
				.choices(["error", "warning", "info", "never"] as const)
				.default("error" as const),
		)
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["table", "short", "json"] as const)
				.default("table" as const),
		)
		.addOption(colorOption())
		.addHelpText(
			"after",
			examples([
				"localdns lint Corefile",
				"localdns render --profile article | localdns lint -",
				"localdns lint --engine coredns --engine-version 1.14.7 --mtu 1280 --fail-on warning Corefile",
				"localdns lint --fix Corefile",
			]),
		)
		.action(async (files, options) => {
			const { lint } = await import("../commands/lint.ts");
			end(await lint(files, options));
		});
}
