import { LocaldnsError } from "@localdns/core";
import { inPlace, type Place } from "../network/place.ts";
import { joinByVxlan } from "../network/vxlan.ts";
import { run } from "../process/run.ts";
import { logIn } from "../tailnet/tailscaled.ts";
import type { ClusterPlaces } from "./cluster-network.ts";
import type { ClusterNode } from "./cluster-nodes.ts";
import { tailscaledSocket, tailscaledUnit } from "./node/tailscaled-unit.ts";

/**
 * Puts the nodes on the tailnet of a control server that runs, and joins their pods over it as flannel would.
 * @param tailscale the command line
 * @throws LocaldnsError LDNS203
 */
export async function joinTailnet(
	nodes: readonly ClusterNode[],
	{ near, agents }: Pick<ClusterPlaces, "near" | "agents">,
	tailscale: string,
): Promise<void> {
	const members = nodes.map((node, index) => ({
		...node,
		place: index === 0 ? near : (agents[index - 1]?.place as Place),
	}));
	await Promise.all(members.map(({ name, place }) => startDaemon(name, place)));
	// One after the other, because addresses are given in the order of registration.
	for (const { name, place, address } of members) {
		const given = await logIn({ name, place }, tailscale, tailscaledSocket);
		if (given !== address)
			throw new LocaldnsError("LDNS203", `${name} is ${given} on the tailnet, and was to be ${address}`);
	}
	await joinByVxlan(
		members.map(({ place, address, podNetwork }) => ({ place, address, networks: [podNetwork] })),
	);
}

const socketIsThere =
	'mkdir -p /run/tailscale && systemctl start "$1" && timeout 20 sh -c \'until [ -S "$0" ]; do sleep 0.05; done\' "$0"';

const startDaemon = (name: string, place: Place): Promise<string> =>
	run(`tailscaled of ${name}`, inPlace(place, ["sh", "-c", socketIsThere, tailscaledSocket, tailscaledUnit]));
