import { writeFile } from "node:fs/promises";
import { run } from "../process/run.ts";
import {
	cacheAddress,
	clusterDnsPod,
	clusterDnsService,
	controlServer,
	externalResolver,
	farTunnel,
	nearTunnel,
	nodeAddress,
	podAddress,
	podGateway,
	podNetwork,
	podSearch,
	tailnetAddress,
	tunnelMtu,
	underlay,
} from "./addresses.ts";
import { type ArmPlaces, allPlaces, inPlace, type Place, type Places } from "./place.ts";
import { joinByVxlan } from "./vxlan.ts";

/** Stray IPv6 packets of the kernel would be counted by the link; forwarding is for the routers among the places. */
const settings =
	"for key in all default; do file=/proc/sys/net/ipv6/conf/$key/disable_ipv6; [ ! -e $file ] || echo 1 >$file; done; echo 1 >/proc/sys/net/ipv4/ip_forward; ip link set lo up";

/**
 * Makes the namespaces and everything between them but the tunnel. No route leaves the lab: its
 * namespaces know each other and nothing else.
 * @throws LocaldnsError LDNS203
 */
export async function buildNetwork(places: Places): Promise<void> {
	await Promise.all(places.arms.map(writeResolvConf));
	await Promise.all(allPlaces(places).map(makeNamespace));
	await ipBatch(places.far, places.arms.flatMap(linkCommands(places)));
	await Promise.all([
		ipBatch(places.near, nearCommands()),
		ipBatch(
			places.far,
			places.arms.flatMap((_, index) => farCommands(index)),
		),
		...places.arms.flatMap((arm, index) => [
			ipBatch(arm.node, nodeCommands(arm, index)),
			ipBatch(arm.pod, podCommands(index)),
			redirectService(arm.node),
		]),
	]);
}

function writeResolvConf({ pod, nameserver }: ArmPlaces): Promise<void> {
	const text = `search ${podSearch.join(" ")}\nnameserver ${nameserver}\noptions ndots:5\n`;
	return writeFile(pod.resolvConf as string, text);
}

/**
 * The new namespace binds itself to its file. `unshare --net=FILE` would do that from a second process,
 * which may look before the first has moved and then bind the wrong namespace (util-linux 2.38).
 */
export async function makeNamespace(place: Place): Promise<void> {
	await writeFile(place.net, "");
	const bind = 'mount --bind /proc/self/ns/net "$0"';
	await run(`the namespace of ${place.name}`, [
		"unshare",
		"--net",
		"sh",
		"-ec",
		`${bind}; ${settings}`,
		place.net,
	]);
}

function ipBatch(place: Place, commands: readonly string[]): Promise<string> {
	const argv = ["nsenter", `--net=${place.net}`, "--", "ip", "-batch", "-"];
	return run(`the network of ${place.name}`, argv, `${commands.join("\n")}\n`);
}

/** Run in the far router: a cable to each node, and one from each node to its pod. */
const linkCommands =
	(places: Places) =>
	(arm: ArmPlaces, index: number): string[] => {
		const cable = `mtu ${tunnelMtu} type veth peer mtu ${tunnelMtu}`;
		return [
			`link add node${index} ${cable} name uplink netns ${places.arms[index]?.node.net}`,
			`link add pod${index} netns ${arm.node.net} ${cable} name eth0 netns ${arm.pod.net}`,
		];
	};

function nearCommands(): string[] {
	return [`addr add ${clusterDnsPod}/32 dev lo`, `addr add ${externalResolver}/32 dev lo`];
}

function farCommands(index: number): string[] {
	return [
		`link set node${index} up`,
		`route add ${nodeAddress(index)}/32 dev node${index}`,
		`route add ${podNetwork(index)} via ${nodeAddress(index)} dev node${index}`,
	];
}

function nodeCommands(arm: ArmPlaces, index: number): string[] {
	return [
		...(arm.nameserver === cacheAddress ? [`addr add ${cacheAddress}/32 dev lo`] : []),
		`addr add ${nodeAddress(index)}/32 dev uplink`,
		"link set uplink up",
		`route add ${farTunnel}/32 dev uplink`,
		`route add default via ${farTunnel} dev uplink src ${nodeAddress(index)}`,
		`addr add ${podGateway(index)}/24 dev pod${index}`,
		`link set pod${index} up`,
	];
}

function podCommands(index: number): string[] {
	return [
		`addr add ${podAddress(index)}/24 dev eth0`,
		"link set eth0 up",
		`route add default via ${podGateway(index)}`,
	];
}

/** kube-proxy's part on a node: the Service address becomes the pod's, for packets of pods and of the node. */
function redirectService(node: Place): Promise<string> {
	const rules = ["prerouting", "output"].map(
		(hook) =>
			`chain ${hook} { type nat hook ${hook} priority -100; ip daddr ${clusterDnsService} meta l4proto { tcp, udp } th dport 53 dnat to ${clusterDnsPod}; }`,
	);
	return run(
		`the Service address on ${node.name}`,
		inPlace(node, ["nft", "-f", "-"]),
		`table ip services {\n${rules.join("\n")}\n}\n`,
	);
}

/** Takes the two TUN devices, which the sandbox's own namespace holds, to the ends of the link. */
export async function attachTunnel(places: Places, devices: { near: string; far: string }): Promise<void> {
	await Promise.all([
		attachEnd(places.near, devices.near, [nearTunnel, farTunnel], tunnelMtu, [
			"100.64.0.0/24",
			"10.42.0.0/16",
		]),
		attachEnd(places.far, devices.far, [farTunnel, nearTunnel], tunnelMtu, nearServers),
	]);
}

/** The same where a real overlay goes over the link, whose control server is at the near end. */
export async function attachUnderlay(places: Places, devices: { near: string; far: string }): Promise<void> {
	const { near, far, mtu } = underlay;
	await Promise.all([
		ipBatch(places.near, [`addr add ${controlServer}/32 dev lo`]),
		attachEnd(places.near, devices.near, [near, far], mtu, []),
		attachEnd(places.far, devices.far, [far, near], mtu, [`${controlServer}/32`]),
	]);
}

async function attachEnd(
	place: Place,
	device: string,
	[own, other]: readonly [string, string],
	mtu: number,
	networks: readonly string[],
): Promise<void> {
	await run(`the tunnel end of ${place.name}`, ["ip", "link", "set", device, "netns", place.net]);
	await ipBatch(place, [
		`addr add ${own} peer ${other} dev ${device}`,
		`link set ${device} mtu ${mtu} up`,
		...networks.map((network) => `route add ${network} via ${other} dev ${device}`),
	]);
}

const nearServers = [`${clusterDnsPod}/32`, `${externalResolver}/32`];

/**
 * Joins near and far over a tailnet that both are on. Nodes behind the far end leave with its address, as those of a
 * host itself do: tailscale drops what comes from a tailnet's address by another interface than its own.
 */
export async function joinOverTailnet({ near, far, arms }: Places): Promise<void> {
	const [nearAddress, farAddress] = [tailnetAddress(0), tailnetAddress(1)];
	const pods = arms.map((_, index) => podNetwork(index));
	await joinByVxlan([
		{ place: near, address: nearAddress, networks: ["10.42.0.0/24", ...nearServers.slice(1)] },
		{ place: far, address: farAddress, networks: ["10.42.255.0/24", ...pods] },
	]);
	const rule = 'oifname "flannel.1" ip saddr 100.64.0.0/10 masquerade';
	await run(
		`the way of nodes behind ${far.name}`,
		inPlace(far, ["nft", "-f", "-"]),
		`table ip nodes { chain postrouting { type nat hook postrouting priority srcnat; ${rule}; }\n}\n`,
	);
}
