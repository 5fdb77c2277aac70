import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { LabParts } from "../lab-parts.ts";
import { proveLink } from "../link/echo-run.ts";
import { openTunnel, type Tunnel } from "../link/tunnel.ts";
import { nearTunnel } from "../network/addresses.ts";
import { makeNamespace } from "../network/build-network.ts";
import { inPlace, type Place } from "../network/place.ts";
import { run } from "../process/run.ts";
import { insideSandbox, sandboxRoom } from "../sandbox/inside.ts";
import { openApiDoor } from "./api-door.ts";
import type { Cluster } from "./cluster-contract.ts";
import { type ClusterPlaces, joinNodes } from "./cluster-network.ts";
import { type ClusterNode, clusterNodes } from "./cluster-nodes.ts";
import type { ClusterOptions } from "./cluster-options.ts";
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
	const ready = await provideClusterParts(progress);
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
	{ kubernetes, images, coredns }: ClusterParts,
	lab: string,
	parts: LabParts,
): Promise<Cluster> {
	const { onProgress: progress = () => {} } = options;
	const adopt = parts.adopt.bind(parts);
	const nodes = clusterNodes(options.nodes);
	const server = nodes[0] as ClusterNode;
	const { cgroup, outerNetwork } = clusterSandbox();
	const { near: world, far: router } = parts.places;
	for (const { name } of nodes) await mkdir(nodeFolder(lab, name), { recursive: true });
	const [tunnel] = await Promise.all([
		openTunnel({ seed: options.seed, folder: lab }, adopt),
		makePki(pkiFolder(lab), nodes),
		writeOverlayPrograms(lab, kubernetes),
		makeNamespace(world),
		makeNamespace(router),
	]);
	await writeFile(
		join(lab, "kubeconfig"),
		kubeconfig(pkiFolder(lab), "admin", `https://${server.address}:6443`),
	);
	const identity = { server: server.address, kubernetes, images, pki: pkiFolder(labOnNode) };
	const [near, ...agents] = await Promise.all(
		nodes.map((node) => startNode({ node, nodes, lab, cgroup, identity: { ...node, ...identity } }, adopt)),
	);
	const places: ClusterPlaces = {
		near: near as Place,
		router,
		world,
		agents: agents.map((place, index) => ({ place, node: nodes[index + 1] as ClusterNode })),
	};
	await joinNodes(places, tunnel.devices);
	await startWorld(world, lab, coredns, adopt);
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
		...linkOf(options, places, tunnel),
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
): Pick<Cluster, "proveLink" | "blackOut"> {
	return {
		proveLink: (durationMs = 4000) =>
			proveLink(
				link,
				{ near, far: router, address: nearTunnel },
				tunnel,
				durationMs,
				new AbortController().signal,
			),
		blackOut: (durationMs) =>
			tunnel.measure({ atEpochMs: Date.now(), durationMs, blackouts: [{ startMs: 0, durationMs }] }),
	};
}
