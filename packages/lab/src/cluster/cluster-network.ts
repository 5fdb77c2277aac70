import { externalResolver, farTunnel, nearTunnel, tunnelMtu } from "../network/addresses.ts";
import type { Place } from "../network/place.ts";
import { run } from "../process/run.ts";
import type { ClusterNode } from "./cluster-nodes.ts";

/** Between the near node and the world outside of the cluster. */
const uplink = { near: "100.127.0.1", world: "100.127.0.2" };
/** Whatever a node or a pod sends to an address that the cluster does not have ends in the world, which has no other way out. */
const tailnet = "100.64.0.0/10";
const pods = "10.42.0.0/16";

export interface ClusterPlaces {
	/** The server. */
	near: Place;
	/** The far side's router. */
	router: Place;
	/** What is not the cluster: a public resolver, and nothing else. */
	world: Place;
	agents: readonly { node: ClusterNode; place: Place }[];
}

const ip = (place: Place, commands: readonly string[]): Promise<string> =>
	run(
		`the network of ${place.name}`,
		["nsenter", `--net=${place.net}`, "--", "ip", "-batch", "-"],
		`${commands.join("\n")}\n`,
	);

/**
 * Joins the nodes: the near one to the tunnel and to the world, the agents to a router that has the
 * tunnel's other end. Every packet between the server and an agent crosses the link.
 * @param devices of the tunnel, in this process's namespace
 * @throws LocaldnsError LDNS203
 */
export async function joinNodes(
	{ near, router, world, agents }: ClusterPlaces,
	devices: { near: string; far: string },
): Promise<void> {
	for (const [device, place] of [
		[devices.near, near],
		[devices.far, router],
	] as const) {
		await run(`the tunnel end of ${place.name}`, ["ip", "link", "set", device, "netns", place.net]);
	}
	const cable = `mtu ${tunnelMtu} type veth peer mtu ${tunnelMtu}`;
	await ip(near, [`link add uplink ${cable} name near netns ${world.net}`]);
	await ip(
		router,
		agents.map(({ place }, index) => `link add agent${index} ${cable} name uplink netns ${place.net}`),
	);
	await Promise.all([
		ip(near, [
			`addr add ${nearTunnel} peer ${farTunnel} dev ${devices.near}`,
			`link set ${devices.near} mtu ${tunnelMtu} up`,
			`addr add ${uplink.near} peer ${uplink.world} dev uplink`,
			"link set uplink up",
			`route add default via ${uplink.world}`,
			`route add 100.64.0.0/24 via ${farTunnel} src ${nearTunnel}`,
			...agents.map(({ node }) => `route add ${node.podNetwork} via ${farTunnel} src ${nearTunnel}`),
		]),
		ip(world, [
			`addr add ${externalResolver}/32 dev lo`,
			`addr add ${uplink.world} peer ${uplink.near} dev near`,
			"link set near up",
			...[tailnet, pods].map((network) => `route add ${network} via ${uplink.near}`),
		]),
		ip(router, [
			`addr add ${farTunnel} peer ${nearTunnel} dev ${devices.far}`,
			`link set ${devices.far} mtu ${tunnelMtu} up`,
			`route add default via ${nearTunnel}`,
			...agents.flatMap(({ node }, index) => [
				`link set agent${index} up`,
				`route add ${node.address}/32 dev agent${index}`,
				`route add ${node.podNetwork} via ${node.address} dev agent${index} onlink`,
			]),
		]),
		...agents.map(({ node, place }) =>
			ip(place, [
				`addr add ${node.address}/32 dev uplink`,
				"link set uplink up",
				`route add ${farTunnel}/32 dev uplink`,
				`route add default via ${farTunnel} dev uplink src ${node.address}`,
			]),
		),
	]);
}
