import { type Command, Option } from "@commander-js/extra-typings";
import { addClusterOptions } from "./cluster-options.ts";
import { colorOption, type End, examples, repeat } from "./parts.ts";

export function addDoctor(program: Command, end: End): void {
	addClusterOptions(
		program
			.command("doctor")
			.description(
				"Check a cluster, its DNS and the cache in it; without --link-info it changes nothing, and needs no right to.",
			)
			.option("--pre", "only whether it is fit to install on")
			.option("--list", "list the checks, asking no cluster")
			.option("--check <id>", "only this check, by its id or code; repeatable", repeat)
			.option("--link-info", "have a short-lived pod on each node ask its tailscaled, kernel and resolvers")
			.option("--node-image <image>", "image of these pods (default: node:24-alpine)")
			.option("-n, --namespace <name>", "namespace of the cache", "kube-system"),
	)
		.addOption(
			new Option("--fail-on <severity>", "from which result on the exit code is 1")
				.choices(["error", "warning", "never"] as const)
				.default("error" as const),
		)
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout; short: only what is not well")
				.choices(["table", "short", "json", "junit"] as const)
				.default("table" as const),
		)
		.option("--quiet", "print the result only")
		.option("--no-progress", "no progress on stderr")
		.addOption(colorOption())
		.addHelpText(
			"after",
			`${examples([
				"localdns doctor --pre",
				"localdns doctor --kubeconfig /etc/rancher/k3s/k3s.yaml -o short",
				"localdns doctor --check coredns-edited --check LDNS641 --fail-on warning",
				"localdns doctor -o junit > doctor.xml",
				"localdns doctor --link-info --check tailnet-path",
				"localdns rbac --for doctor | kubectl apply -f -",
			])}\nExit codes: 0 all is well, 1 --fail-on is met, 2 usage or kubeconfig, 3 some check could not find out, or the cluster did not answer.\n`,
		)
		.action(async (options) => {
			const { doctor } = await import("../commands/doctor.ts");
			end(await doctor(options));
		});
}
