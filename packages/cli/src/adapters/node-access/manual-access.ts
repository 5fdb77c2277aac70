import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { type ClusterNode, namedNameservers, readNode } from "@localdns/core/cluster";
import {
	clusterDnsEntry,
	defaultConfigPath,
	dropInFolder,
	dropInName,
	dropInText,
	restartCommand,
} from "@localdns/core/k3s";
import type { ClusterReader } from "../../ports/cluster.ts";
import type { NodeAccess, NodeOutcome } from "../../ports/node-access.ts";
import { printable } from "../../presentation/printable.ts";

export interface ManualAccessSettings {
	/** Shows someone what to do. */
	readonly say: (text: string) => void;
	/** Time that someone has for each node. @default half an hour */
	readonly waitMs?: number;
	/** Aborted: nobody is waited for any longer. */
	readonly signal?: AbortSignal;
}

const folder = dropInFolder(defaultConfigPath);
const pollMs = 2000;

/** Nodes by someone's hands: says the commands, and waits until the node's K3s has noted what they change. */
export function manualAccess(cluster: ClusterReader, settings: ManualAccessSettings): NodeAccess {
	const { say, waitMs = 1_800_000, signal } = settings;

	async function byHand(
		name: string,
		isDone: (named: readonly string[]) => boolean,
		commands: (unit: string, named: readonly string[]) => string,
		hint?: string,
	): Promise<NodeOutcome> {
		const first = await look(cluster, name);
		if (first === undefined)
			return { is: "refused", error: new LocaldnsError("LDNS727", `there is no node ${name}`) };
		let named = namedNameservers(first);
		if (isDone(named)) return { is: "done", restarted: false, warnings: [] };
		const unit = first.role === "server" ? "k3s" : "k3s-agent";
		// What a node says of itself stands beside commands for root, and may neither look like one nor steer the terminal.
		const [address = "no address"] = printable(first.addresses);
		say(`On ${name} (${address}), as root:\n\n${commands(unit, printable(named))}\n`);
		const end = performance.now() + waitMs;
		while (performance.now() < end && signal?.aborted !== true) {
			await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => {});
			const node = await look(cluster, name).catch(ifUnanswered);
			if (node === undefined) continue;
			named = namedNameservers(node);
			if (isDone(named)) return { is: "done", restarted: true, warnings: [] };
		}
		const has = named.length === 0 ? "no cluster-dns" : `cluster-dns=${named.join(",")}`;
		const error = new LocaldnsError("LDNS727", `nobody is known to have changed ${name}`, {
			reason: `k3s.io/node-args, which its K3s writes when it starts, has ${has}`,
			...(hint === undefined ? {} : { hint }),
		});
		return { is: "unclear", error };
	}

	return {
		async open() {},
		async close() {},
		turn: (node, { addresses, adopt }) =>
			byHand(
				node,
				(named) => named.join() === addresses.join(),
				(unit) => turnCommands(addresses, adopt, unit),
			),
		async giveBack(node) {
			const found = await look(cluster, node);
			const former = found === undefined ? [] : namedNameservers(found);
			return await byHand(
				node,
				(named) => named.length === 0 || named.join() !== former.join(),
				returnCommands,
				"the commands on the node, then the same command again",
			);
		},
	};
}

/** A server that is restarted is not there for a moment. */
function ifUnanswered(error: unknown): undefined {
	if (!(error instanceof LocaldnsError)) throw error;
}

async function look(cluster: ClusterReader, name: string): Promise<ClusterNode | undefined> {
	const object = await cluster.get(`/api/v1/nodes/${encodeURIComponent(name)}`);
	return object === undefined ? undefined : readNode(object, () => false);
}

const restartOf = (unit: string): string => restartCommand({ name: unit, manager: "systemd" });

/** Addresses were read as such, so that no shell finds anything in them. */
function turnCommands(addresses: readonly string[], adopt: boolean, unit: string): string {
	const list = addresses.join(",");
	const lines = [
		`  localdns node-config apply --address ${list}${adopt ? " --adopt" : ""} --yes && ${restartOf(unit)}`,
	];
	if (!adopt) {
		const text = dropInText(clusterDnsEntry(addresses)).trimEnd();
		lines.push("", "or, without localdns there:", "", `  mkdir -p ${folder}`);
		lines.push(`  tee ${folder}/${dropInName} <<'END'`, text, "END", `  ${restartOf(unit)}`);
	}
	return lines.join("\n");
}

/** An entry of the node's own comes back with the former bytes, and from here looks like one that was never taken out. */
const returnCommands = (unit: string, named: readonly string[]): string =>
	[
		`  localdns node-config revert --yes && ${restartOf(unit)}`,
		...["", "or, where the file was written by hand:", ""],
		`  rm ${folder}/${dropInName}`,
		`  ${restartOf(unit)}`,
		"",
		`An entry cluster-dns=${named.join(",")} from before localdns (install --adopt) comes back with that. Take it out`,
		"of kubelet-arg by hand as well, and restart K3s: until no file names it, the node is waited for.",
	].join("\n");
