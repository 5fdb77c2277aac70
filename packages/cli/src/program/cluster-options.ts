import { type Command, InvalidArgumentError, Option, type OptionValues } from "@commander-js/extra-typings";
import { parseDuration } from "@localdns/core";
import { repeat } from "./parts.ts";

/** Flags of every command that asks a cluster, named as kubectl's. */
const kubeconfigOption = () =>
	new Option("--kubeconfig <path>", "default: $KUBECONFIG, then ~/.kube/config, then the pod's own account");
const contextOption = () =>
	new Option("--context <name>", "context of the kubeconfig (default: its current one)");
const asOption = () => new Option("--as <user>", "act as this user");
const asGroupOption = () =>
	new Option("--as-group <group>", "with --as: and as this group; repeatable").argParser<
		string[] | undefined
	>(repeat);
const requestTimeoutOption = () =>
	new Option("--request-timeout <time>", "for one request to the API server")
		.argParser(duration)
		.default(30_000, "30s");

/** The flags by which a command finds its cluster, behind those that the command has already. */
export const addClusterOptions = <
	Args extends unknown[],
	Opts extends OptionValues,
	Globals extends OptionValues,
>(
	command: Command<Args, Opts, Globals>,
) =>
	command
		.addOption(kubeconfigOption())
		.addOption(contextOption())
		.addOption(asOption())
		.addOption(asGroupOption())
		.addOption(requestTimeoutOption());

function duration(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms > 0 && ms <= 3_600_000) return ms;
	throw new InvalidArgumentError("A time such as 30s or 2m is expected, one hour at most.");
}
