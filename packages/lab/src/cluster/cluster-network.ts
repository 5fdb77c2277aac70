import {
	controlServer,
	externalResolver,
	farTunnel,
	nearTunnel,
	tunnelMtu,
	underlay,
} from "../network/addresses.ts";
import type { Place } from "../network/place.ts";
import type { Overlay } from "../overlay.ts";
import { run } from "../process/run.ts";
import type { ClusterNode } from "./cluster-nodes.ts";

/** What lies between the nodes. */
interface Wiring {
	/** The two ends of the link. */
	near: string;
	router: string;
	/** Between the near node and the world outside of the cluster. */
	uplink: { near: string; world: string };
	mtu: number;
	/** Of the nodes on the far side, seen from the near one. */
	nodes: string;
	/** What the world knows of the cluster; whatever else is sent there ends in it, which has no other way out. */
	known: readonly string[];
	/** Whether packets of pods are routed as they are. */
	routesPods: boolean;
}

/** The nodes' addresses are those of the link. */
const own: Wiring = {
	near: nearTunnel,
	router: farTunnel,
	uplink: { near: "100.127.0.1", world: "100.127.0.2" },
	mtu: tunnelMtu,
	nodes: "100.64.0.0/24",
	known: ["100.64.0.0/10", "10.42.0.0/16"],
	routesPods: true,
};

/** The nodes' addresses are a tailnet's: tailscaled drops packets from such addresses that come by another way. */
const belowTailnet: Wiring = {
	near: underlay.near,
	router: underlay.far,
	uplink: { near: "198.18.2.1", world: "198.18.2.2" },
	mtu: underlay.mtu,
	nodes: "198.18.1.0/24",
	known: [underlay.network],
	routesPods: false,
};

export const wiringOf = (overlay: Overlay | undefined): Wiring =>
	overlay === undefined ? own : belowTailnet;

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
	{ near: nearEnd, router: routerEnd, uplink, mtu, nodes, known, routesPods }: Wiring,
): Promise<void> {
	for (const [device, place] of [
		[devices.near, near],
		[devices.far, router],
	] as const) {
		await run(`the tunnel end of ${place.name}`, ["ip", "link", "set", device, "netns", place.net]);
	}
	const cable = `mtu ${mtu} type veth peer mtu ${mtu}`;
	// tailscaled hands the kernel many packets as one; a policer or a filter on the way would take them for one.
	const single = (device: string) => `link set ${device} gso_max_segs 1`;
	const podNetworks = routesPods ? agents.map(({ node }) => node) : [];
	await ip(near, [`link add uplink ${cable} name near netns ${world.net}`]);
	await ip(
		router,
		agents.map(({ place }, index) => `link add agent${index} ${cable} name uplink netns ${place.net}`),
	);
	await Promise.all([
		ip(near, [
			`addr add ${nearEnd} peer ${routerEnd} dev ${devices.near}`,
			`link set ${devices.near} mtu ${mtu} up`,
			single(devices.near),
			`addr add ${uplink.near} peer ${uplink.world} dev uplink`,
			"link set uplink up",
			`route add default via ${uplink.world}`,
			`route add ${nodes} via ${routerEnd} src ${nearEnd}`,
			...podNetworks.map(({ podNetwork }) => `route add ${podNetwork} via ${routerEnd} src ${nearEnd}`),
		]),
		ip(world, [
			...[externalResolver, controlServer].map((address) => `addr add ${address}/32 dev lo`),
			`addr add ${uplink.world} peer ${uplink.near} dev near`,
			"link set near up",
			...known.map((network) => `route add ${network} via ${uplink.near}`),
		]),
		ip(router, [
			`addr add ${routerEnd} peer ${nearEnd} dev ${devices.far}`,
			`link set ${devices.far} mtu ${mtu} up`,
			`route add default via ${nearEnd}`,
			...agents.flatMap(({ node }, index) => [
				`link set agent${index} up`,
				`route add ${node.underlay}/32 dev agent${index}`,
			]),
			...podNetworks.map(
				({ podNetwork, underlay: via }, index) =>
					`route add ${podNetwork} via ${via} dev agent${index} onlink`,
			),
		]),
		...agents.map(({ node, place }) =>
			ip(place, [
				single("uplink"),
				`addr add ${node.underlay}/32 dev uplink`,
				"link set uplink up",
				`route add ${routerEnd}/32 dev uplink`,
				`route add default via ${routerEnd} dev uplink src ${node.underlay}`,
			]),
		),
	]);
}
