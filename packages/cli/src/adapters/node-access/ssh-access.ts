import { LocaldnsError } from "@localdns/core";
import { giveBackHere, type NodeContext, turnHere } from "../../node-program/change-node.ts";
import type { ClusterReader } from "../../ports/cluster.ts";
import type { NodeAccess, NodeOutcome } from "../../ports/node-access.ts";
import { fetchNode } from "./fetched-node.ts";
import { removeLeftFolders } from "./private-folder.ts";
import { sshConnection } from "./ssh-connection.ts";
import { sshHost } from "./ssh-host.ts";
import { sshTarget } from "./ssh-target.ts";

export interface SshAccessSettings {
	/** What ssh is told of a node, `{name}` and `{address}` filled in. @default `{address}` */
	readonly target?: string | undefined;
}

/**
 * Nodes by this machine's ssh: K3s' files are fetched, changed here as `localdns node-config` does, and sent back.
 * The node is watched, and undone where need be, from here: with the link away neither is possible.
 */
export function sshAccess(cluster: ClusterReader, { target = "{address}" }: SshAccessSettings): NodeAccess {
	async function onNode(
		node: string,
		change: (context: NodeContext) => Promise<NodeOutcome>,
	): Promise<NodeOutcome> {
		let fetched: Awaited<ReturnType<typeof fetchNode>> | undefined;
		try {
			const connection = sshConnection({ node, target: await sshTarget(cluster, node, target) });
			fetched = await fetchNode(connection, node);
			const outcome = await change({
				root: fetched.root,
				host: sshHost(connection, fetched.observe().service.manager),
				observe: fetched.observe,
				send: fetched.send,
			});
			return outcome.is === "done" ? outcome : { ...outcome, error: fetched.asThere(outcome.error) };
		} catch (error) {
			// Of reading only: changes report their own failures.
			if (!(error instanceof LocaldnsError)) throw error;
			return { is: "refused", error: fetched?.asThere(error) ?? error };
		} finally {
			fetched?.close();
		}
	}

	return {
		async open() {
			removeLeftFolders();
		},
		async close() {},
		turn: (node, options) => onNode(node, (context) => turnHere(context, options)),
		giveBack: (node, { patienceMs }) => onNode(node, (context) => giveBackHere(context, patienceMs)),
	};
}
