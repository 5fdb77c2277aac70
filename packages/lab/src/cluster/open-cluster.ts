import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { LabParts } from "../lab-parts.ts";
import { proveLink } from "../link/echo-run.ts";
import { openTunnel, type Tunnel } from "../link/tunnel.ts";
import { tunnelMtu, vxlanMtu } from "../network/addresses.ts";
import { makeNamespace } from "../network/build-network.ts";
import { inPlace, type Place } from "../network/place.ts";
import { vxlanAnnotations } from "../network/vxlan.ts";
import { run } from "../process/run.ts";
import { insideSandbox, sandboxRoom } from "../sandbox/inside.ts";
import { startControlServer } from "../tailnet/control-server.ts";
import { openApiDoor } from "./api-door.ts";
import type { Cluster } from "./cluster-contract.ts";
import { type ClusterPlaces, joinNodes, wiringOf } from "./cluster-network.ts";
import { type ClusterNode, clusterNodes } from "./cluster-nodes.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import { joinTailnet } from "./cluster-tailnet.ts";
import type { NodeIdentity } from "./k3s/identity.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { labOnNode, nodeFolder, pkiFolder } from "./lab-folder.ts";
import { writeOverlayPrograms } from "./node/overlay-programs.ts";
import { startNode } from "./node/start-node.ts";
import { unitName } from "./node/unit-files.ts";
import { makePki } from "./pki.ts";
import { type ClusterParts, provideClusterParts } from "./provide-parts.ts";
import { clusterSandbox } from "./sandbox.ts";
import { startWorld } from "./world.ts";

/**
 * Builds a cluster. Only inside a sandbox made for one (`withClusterSandbox`), and with its parts provided
 * before (`provideClusterParts`). Until CoreDNS is ready the link passes everything; then it is what was
 * asked for.
 * @throws LocaldnsError LDNS203 or LDNS211 when a part does not come up; nothing of the cluster is left then
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
	if (!insideSandbox()) throw new Error("a cluster can only be opened inside a sandbox");
	const progress = options.onProgress ?? (() => {});
	const ready = await provideClusterParts(progress, options.overlay);
	const lab = await mkdtemp(join(sandboxRoom(), "cluster-"));
	const parts = new LabParts({ near: placeOf(lab, "world"), far: placeOf(lab, "router"), arms: [] });
	try {
		return await build(options, ready, lab, parts);
	} catch (error) {
		await parts.close();
		throw error;
	}
}

const placeOf = (lab: string, name: string): Place => ({
	name,
	net: join(lab, `${name}.net`),
	resolvConf: undefined,
});

async function build(
	options: ClusterOptions,
	{ kubernetes, images, coredns, tailscale }: ClusterParts,
	lab: string,
	parts: LabParts,
): Promise<Cluster> {
	const { onProgress: progress = () => {}, overlay } = options;
	const wiring = wiringOf(overlay);
	const adopt = parts.adopt.bind(parts);
	const nodes = clusterNodes(options.nodes, overlay);
	const server = nodes[0] as ClusterNode;
	const { cgroup, outerNetwork } = clusterSandbox();
	const { near: world, far: router } = parts.places;
	for (const { name } of nodes) await mkdir(nodeFolder(lab, name), { recursive: true });
	const [tunnel] = await Promise.all([
		openTunnel(
			{ seed: options.seed, folder: lab, carries: overlay === undefined ? "tunnelled" : "bare" },
			adopt,
		),
		makePki(pkiFolder(lab), nodes),
		writeOverlayPrograms(lab, kubernetes, tailscale?.tailscale),
		makeNamespace(world),
		makeNamespace(router),
	]);
	await writeFile(
		join(lab, "kubeconfig"),
		kubeconfig(pkiFolder(lab), "admin", `https://${server.address}:6443`),
	);
	const identityOf = (node: ClusterNode, index: number): NodeIdentity => ({
		...{ ...node, server: server.address, kubernetes, images, pki: pkiFolder(labOnNode) },
		...(overlay === undefined
			? { podMtu: tunnelMtu }
			: { podMtu: vxlanMtu, flannel: vxlanAnnotations(index, node.address) }),
	});
	const [near, ...agents] = await Promise.all(
		nodes.map((node, index) =>
			startNode({ node, nodes, lab, cgroup, identity: identityOf(node, index), tailscale }, adopt),
		),
	);
	const places: ClusterPlaces = {
		near: near as Place,
		router,
		world,
		agents: agents.map((place, index) => ({ place, node: nodes[index + 1] as ClusterNode })),
	};
	await joinNodes(places, tunnel.devices, wiring);
	await startWorld(world, lab, coredns, adopt);
	if (tailscale !== undefined) {
		await startControlServer(world, tailscale["control-server"], adopt);
		await joinTailnet(nodes, places, tailscale.tailscale);
		progress("the nodes are on their tailnet");
	}
	const nodePlaces = [places.near, ...agents];
	progress(`${nodes.length} nodes are up, K3s starts on them`);
	await Promise.all(nodes.map((node, index) => startUnit(node, nodePlaces[index] as Place, lab)));
	progress("the API server answers and the agents have joined");
	await waitForCoreDns(places.near, nodes);
	tunnel.link(options.link);
	const port = await openApiDoor(places.near, lab, outerNetwork, adopt);
	return {
		nodes,
		places: [...nodePlaces, router, world],
		kubeconfig: kubeconfig(pkiFolder(lab), "admin", `https://127.0.0.1:${port}`),
		control: tunnel.control,
		...(overlay === undefined ? {} : { overlay }),
		...linkOf(options, places, tunnel, wiring.near),
		onFailure: (callback) => parts.onFailure(callback),
		close: () => parts.close(),
	};
}

/** @throws LocaldnsError LDNS211 with the last words of K3s on that node */
async function startUnit(node: ClusterNode, place: Place, lab: string): Promise<void> {
	const unit = unitName(node);
	try {
		await run(`K3s on ${node.name}`, inPlace(place, ["systemctl", "start", unit]));
	} catch (error) {
		const log = join(nodeFolder(lab, node.name), "log", `${unit}.service.log`);
		const words = (await readFile(log, "utf8").catch(() => "")).trim().split("\n").slice(-10).join("\n");
		throw new LocaldnsError("LDNS211", `K3s did not start on node ${node.name}`, {
			reason: `its last words: ${words}`,
			cause: error,
		});
	}
}

async function waitForCoreDns(near: Place, nodes: readonly ClusterNode[]): Promise<void> {
	const kubectl = (...argv: string[]) =>
		run("CoreDNS and the nodes", inPlace(near, ["kubectl", ...argv, "--timeout=90s"]));
	await kubectl("wait", "--for=condition=Ready", ...nodes.map(({ name }) => `node/${name}`));
	await kubectl("-n", "kube-system", "rollout", "status", "deployment/coredns");
}

function linkOf(
	{ link }: ClusterOptions,
	{ near, router }: ClusterPlaces,
	tunnel: Tunnel,
	address: string,
): Pick<Cluster, "proveLink" | "blackOut" | "relink"> {
	let inForce = link;
	return {
		relink(next) {
			inForce = next;
			tunnel.link(next);
		},
		proveLink: (durationMs = 4000) =>
			proveLink(inForce, { near, far: router, address }, tunnel, durationMs, new AbortController().signal),
		blackOut: (durationMs) =>
			tunnel.measure({ atEpochMs: Date.now(), durationMs, blackouts: [{ startMs: 0, durationMs }] }),
	};
}
