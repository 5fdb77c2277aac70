import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { parseDuration } from "@localdns/core";

/** Flags of the commands that give nodes back. */
export const pauseBetweenOption = () =>
	new Option("--pause-between <time>", "between one node and the next").argParser(time).default(0, "0s");
export const maxParallelOption = () =>
	new Option("--max-parallel <count>", "agents at a time; servers always go one by one")
		.argParser(count)
		.default(1);
export const nodeAccessOption = () =>
	new Option("--node-access <way>", "how nodes are reached")
		.choices(["job", "ssh", "manual"] as const)
		.default("job" as const);
export const sshTargetOption = () =>
	new Option(
		"--ssh-target <template>",
		'what ssh is told of a node, with {name} or {address} (default: "{address}")',
	)
		.argParser(sshTemplate)
		.implies({ nodeAccess: "ssh" });
export const skipUnreadyOption = () =>
	new Option("--skip-unready-nodes", "leave nodes that are not Ready, instead of refusing");
export const timeoutOption = () =>
	new Option("--timeout <time>", "for each thing that is waited for").argParser(time).default(300_000, "5m");
export const dryRunOption = () =>
	new Option(
		"--dry-run <client|server>",
		"only show what would be done; server: ask the API server as well",
	).choices(["client", "server"] as const);
export const removalOutputOption = () =>
	new Option("-o, --output <format>", "what goes to stdout")
		.choices(["table", "json"] as const)
		.default("table" as const);

function time(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms >= 0 && ms <= 3_600_000) return ms;
	throw new InvalidArgumentError("A time such as 30s or 5m is expected, one hour at most.");
}

function count(text: string): number {
	const value = Number(text);
	if (/^\d{1,3}$/.test(text) && value > 0) return value;
	throw new InvalidArgumentError("A number from 1 to 999 is expected.");
}

function sshTemplate(text: string): string {
	if (/\{(name|address)\}/.test(text) && !/^-|[\s\p{Cc}]/u.test(text)) return text;
	throw new InvalidArgumentError("One word such as root@{address} or {name}.lan is expected.");
}
