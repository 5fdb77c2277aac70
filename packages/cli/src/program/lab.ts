import { type Command, Option } from "@commander-js/extra-typings";
import { type End, examples, overlayOption } from "./parts.ts";

export function addLab(program: Command, end: End): void {
	const lab = program
		.command("lab")
		.description(
			"The test bed by hand: real CoreDNS servers behind an impaired link, or a whole cluster, in namespaces.",
		);

	lab
		.command("up")
		.description("Start a lab in the background and say how to use it.")
		.option("--arms <list>", "as for bench", "direct,resilient")
		.option("--link <spec>", "as for bench", "lossy")
		.addOption(overlayOption())
		.option("--seed <n>", "whole number from which the link is drawn (default: random, printed)")
		.option("--coredns <path>", "a CoreDNS binary to use in place of the project's own build")
		.addOption(
			new Option(
				"--cluster",
				"a Kubernetes cluster with a stand-in for K3s, whose agents are behind the link; needs root",
			).conflicts(["arms", "coredns"]),
		)
		.option("--nodes <n>", "of the cluster: a server and its agents, 2 to 4 (default: 2)")
		.addHelpText(
			"after",
			examples([
				"localdns lab up --arms direct,resilient --link lossy",
				"localdns lab exec pod/resilient -- getent hosts cart",
				"localdns lab up --cluster --nodes 3 --link cross-province",
				"localdns lab up --cluster --overlay tailscale",
				"localdns lab down",
			]),
		)
		.action(async (options) => {
			if (options.cluster === true || options.nodes !== undefined) {
				const { labClusterUp } = await import("../commands/lab-cluster.ts");
				return end(await labClusterUp(options));
			}
			const { labUp } = await import("../commands/lab.ts");
			end(await labUp(options));
		});

	lab
		.command("down")
		.description("Stop labs and remove all that they made.")
		.argument("[id]", "which lab; without it, every lab of this user")
		.addHelpText("after", examples(["localdns lab down"]))
		.action(async (id) => {
			const { labDown } = await import("../commands/lab.ts");
			await labDown(id);
		});

	lab
		.command("link")
		.description("Give a lab that is up another link, in force at once.")
		.argument("<spec>", "as for bench")
		.option("--id <id>", "which lab, where several are up")
		.addHelpText(
			"after",
			examples(["localdns lab link rtt=80ms,loss=10%", "localdns lab link lossy,udp-limit=0"]),
		)
		.action(async (spec, options) => {
			const { labLink } = await import("../commands/lab.ts");
			await labLink(spec, options);
		});

	lab
		.command("exec")
		.description(
			"Run a command at a place of the lab: near, far, node/ARM, pod/ARM; of a cluster: node/NAME.",
		)
		.argument("<place>", "such as pod/direct")
		.argument("<command...>", "what to run there, behind --")
		.option("--id <id>", "which lab, where several are up")
		.passThroughOptions()
		.addHelpText(
			"after",
			examples([
				"localdns lab exec pod/direct -- dig cart.default.svc.cluster.local",
				"localdns lab exec near -- tcpdump -ni any port 53",
				"localdns lab exec node/far -- systemctl restart k3s-agent",
			]),
		)
		.action(async (place, command, options) => {
			const { labExec } = await import("../commands/lab.ts");
			end(await labExec(place, command, options));
		});
}
