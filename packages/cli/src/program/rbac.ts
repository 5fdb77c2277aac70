import { type Command, Option } from "@commander-js/extra-typings";
import type { RbacCommand } from "@localdns/core/manifests";
import { examples, repeat } from "./parts.ts";

export function addRbac(program: Command): void {
	program
		.command("rbac")
		.description("Print the roles that a command needs, and nothing more. No cluster is asked.")
		.addOption(
			new Option("--for <command>", "whose rights")
				.choices([
					"doctor",
					"render",
					"diff",
					"install",
					"status",
					"rollback",
					"uninstall",
					"bench",
					"health-check",
				] as const satisfies readonly RbacCommand[])
				.makeOptionMandatory(),
		)
		.option(
			"-n, --namespace <name>",
			"namespace of the command's objects (default: kube-system; bench and health-check have their own)",
		)
		.option(
			"--subject <kind:name>",
			"User:jane, Group:ops or ServiceAccount:NAMESPACE/NAME (default: a ServiceAccount, printed as well)",
		)
		.option(
			"--link-info",
			"with what --link-info of doctor and bench needs besides: pods in a privileged namespace",
		)
		.option("--stage", "with what bench --stage needs besides: a cache that is put there and taken out")
		.option(
			"--cache-namespace <name>",
			"of bench: namespace of the cache that is measured (default: kube-system)",
		)
		.option("--egress-policy-for <namespace>", "namespace that gets an egress policy; repeatable", repeat)
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["yaml", "json"] as const)
				.default("yaml" as const),
		)
		.addHelpText(
			"after",
			examples([
				"localdns rbac --for doctor | kubectl apply -f -",
				"localdns rbac --for install --subject Group:platform",
				"localdns rbac --for bench --stage",
				"localdns rbac --for bench -n measurements -o json",
			]),
		)
		.action(async (options) => {
			const { rbac } = await import("../commands/rbac.ts");
			rbac(options);
		});
}
