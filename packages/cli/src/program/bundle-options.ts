import { type Command, Option } from "@commander-js/extra-typings";
import { list, repeat } from "./parts.ts";

/** Flags that say which objects are meant, of render, install and diff alike. */
export const addBundleOptions = (command: Command) =>
	command
		.option("-f, --file <path>", "configuration file; flags win over it (docs/reference/config.schema.json)")
		.addOption(
			new Option("--profile <name>", "Corefile profile (default: resilient)").choices([
				"resilient",
				"upstream",
				"article",
			] as const),
		)
		.addOption(
			new Option("--mode <name>", "how pods reach the cache (default: kubelet)").choices([
				"kubelet",
				"intercept",
			] as const),
		)
		.addOption(
			new Option("--engine <name>", "what serves on the node (default: node-cache)").choices([
				"node-cache",
				"coredns",
			] as const),
		)
		.option("--engine-version <version>", "version of its image (default: the newest tested one)")
		.option("-n, --namespace <name>", "namespace of the objects (default: kube-system)")
		.addOption(
			new Option(
				"--ip-family <name>",
				"IP families that pods use (default: the cluster DNS', else ipv4)",
			).choices(["ipv4", "ipv6", "dual"] as const),
		)
		.option(
			"--local-address <list>",
			"the cache's own address, one per family, with a comma (default: 169.254.20.10, fd00:169:254:20::10)",
			list,
		)
		.option(
			"--cluster-dns <list>",
			"address of the cluster DNS Service, one per family (default: the cluster's; of render K3s', 10.43.0.10, fd00:43::a)",
			list,
		)
		.option(
			"--cluster-domain <name>",
			"domain of the cluster (default: the cluster's; of render cluster.local)",
		)
		.option("--registry <host>", "registry or mirror, with an optional path, that all images come from")
		.option(
			"--egress-policy-for <namespace>",
			"let this namespace's pods, all of which some egress policy isolates, reach the cache; repeatable",
			repeat,
		)
		.option(
			"--import-cluster-dns <path>",
			"carry over what the cluster DNS answers; the file holds its ConfigMaps, - is stdin",
		)
		.option(
			"--direct-stub-domains",
			"with it: ask a stub domain's servers from each node, not through the cluster DNS",
		);
