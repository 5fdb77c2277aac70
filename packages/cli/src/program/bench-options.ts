import { type Command, Option, type OptionValues } from "@commander-js/extra-typings";
import { addClusterOptions } from "./cluster-options.ts";
import { overlayOption, repeat } from "./parts.ts";

/** Flags of a bench in the lab. */
export const addLabOptions = <
	Args extends unknown[],
	Opts extends OptionValues,
	Globals extends OptionValues,
>(
	command: Command<Args, Opts, Globals>,
) =>
	command
		.optionsGroup("Options in the lab:")
		.option("--lab", "measure in a lab of network namespaces on this machine, over an impaired link")
		.option(
			"--link <spec>",
			"clean, lossy, cross-province, policed, or rtt=43ms,jitter=3ms,loss=5%,burst=300ms,udp-limit=1mbit (default: lossy)",
		)
		.addOption(overlayOption())
		.option("--blackout <D@T>", "cut the link for D, T after the measured part begins; repeatable", repeat)
		.option("--like <file>", "take link and blackouts from this run in a cluster, and its length as default")
		.option("--like-node <node>", "whose link of that run (default: where most failed)")
		.option("--coredns <path>", "a CoreDNS binary to use in place of the project's own build");

/** Flags of a bench in a cluster. */
export const addBenchClusterOptions = <
	Args extends unknown[],
	Opts extends OptionValues,
	Globals extends OptionValues,
>(
	command: Command<Args, Opts, Globals>,
) =>
	addClusterOptions(
		command
			.optionsGroup("Options in a cluster:")
			.option("--thorough", "measure for 60 min")
			.option("--nodes <which>", "names with commas, or a label selector (default: all that are Ready)")
			.option("--workloads <list>", "of hot, cold, external (default: all)")
			.option("--names <file>", "YAML with add, exclude and external, or one name per line")
			.option(
				"--stage",
				"where no cache is installed: put one there for this run, and take it out afterwards",
			)
			.option("-f, --file <path>", "of the staged cache: configuration file, as install has it")
			.addOption(
				new Option("--profile <name>", "of the staged cache (default: resilient)").choices([
					"resilient",
					"upstream",
				] as const),
			)
			.addOption(
				new Option("--mode <name>", "of the staged cache (default: kubelet)").choices([
					"kubelet",
					"intercept",
				] as const),
			)
			.addOption(
				new Option("--engine <name>", "of the staged cache (default: node-cache)").choices([
					"node-cache",
					"coredns",
				] as const),
			)
			.option("--yes", "stage it without asking")
			.option(
				"--link-info",
				"also watch each node's tailscaled, from non-root pods in a privileged namespace",
			)
			.option(
				"--node-image <image>",
				"of the probes, which bring their program along (default: node:24-alpine)",
			)
			.option("--probe-image <image>", "that has the probe in it (npm run probe-image)")
			.option("-n, --namespace <name>", "of the probes (default: localdns-bench)")
			.option("--cache-namespace <name>", "of the cache (default: kube-system)"),
	);
