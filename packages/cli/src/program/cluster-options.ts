import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { parseDuration } from "@localdns/core";
import { repeat } from "./parts.ts";

/** Flags of every command that asks a cluster, named as kubectl's. */
export const kubeconfigOption = () =>
	new Option("--kubeconfig <path>", "default: $KUBECONFIG, then ~/.kube/config, then the pod's own account");
export const contextOption = () =>
	new Option("--context <name>", "context of the kubeconfig (default: its current one)");
export const asOption = () => new Option("--as <user>", "act as this user");
export const asGroupOption = () =>
	new Option("--as-group <group>", "with --as: and as this group; repeatable").argParser<
		string[] | undefined
	>(repeat);
export const requestTimeoutOption = () =>
	new Option("--request-timeout <time>", "for one request to the API server")
		.argParser(duration)
		.default(30_000, "30s");

function duration(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms > 0 && ms <= 3_600_000) return ms;
	throw new InvalidArgumentError("A time such as 30s or 2m is expected, one hour at most.");
}
