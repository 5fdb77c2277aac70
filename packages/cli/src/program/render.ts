import { type Command, Option } from "@commander-js/extra-typings";
import { addBundleOptions } from "./bundle-options.ts";
import { examples } from "./parts.ts";

export function addRender(program: Command): void {
	addBundleOptions(
		program
			.command("render")
			.description("Print every object that install would apply, in apply order. No cluster is asked."),
	)
		.option("--split <dir>", "write one file per object below this folder instead of printing")
		.addOption(
			new Option("-o, --output <format>", "what goes to stdout")
				.choices(["yaml", "json"] as const)
				.default("yaml" as const),
		)
		.addHelpText(
			"after",
			examples([
				"localdns render > localdns-objects.yaml",
				"localdns render --profile article -o json",
				"localdns render -f localdns.yaml --split manifests/",
				"localdns render --engine coredns --ip-family dual --registry registry.example.com/mirror",
				"kubectl -n kube-system get configmap coredns coredns-custom --ignore-not-found -o yaml |",
				"    localdns render --profile upstream --import-cluster-dns -",
			]),
		)
		.action(async (options) => {
			const { render } = await import("../commands/render.ts");
			await render(options);
		});
}
