import { isIP } from "node:net";
import { LocaldnsError } from "@localdns/core";
import type { ClusterReader } from "../../ports/cluster.ts";

interface Addresses {
	readonly status?: {
		readonly addresses?: readonly { readonly type?: string; readonly address?: string }[];
	};
}

/**
 * Fills `{name}` and `{address}` of a template in; the address is the node's InternalIP, else its ExternalIP.
 *
 * @throws LocaldnsError LDNS727 no such node, LDNS728 no address, and those of the cluster
 */
export async function sshTarget(cluster: ClusterReader, name: string, template: string): Promise<string> {
	const object = await cluster.get(`/api/v1/nodes/${encodeURIComponent(name)}`);
	if (object === undefined) throw new LocaldnsError("LDNS727", `there is no node ${name}`);
	const { addresses = [] } = (object as Addresses).status ?? {};
	// A node says itself what its addresses are; anything else could be the login of another machine.
	const ofType = (wanted: string) =>
		addresses.find(({ type, address = "" }) => type === wanted && isIP(address) !== 0)?.address;
	const address = ofType("InternalIP") ?? ofType("ExternalIP");
	if (address === undefined && template.includes("{address}")) {
		throw new LocaldnsError("LDNS728", `${name} has no address to reach it by`, {
			hint: "--ssh-target 'root@{name}'",
		});
	}
	return template.replaceAll("{name}", () => name).replaceAll("{address}", () => address ?? "");
}
