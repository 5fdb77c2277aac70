import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { externalResolver } from "../../network/addresses.ts";
import type { Place } from "../../network/place.ts";
import { deathOf, firstLine, type LabProcess, startProcess } from "../../process/lab-process.ts";
import type { TailscalePrograms } from "../../tailnet/provide-tailscale.ts";
import { cgroupHierarchies, makeCgroup } from "../cgroup.ts";
import type { ClusterNode } from "../cluster-nodes.ts";
import type { NodeIdentity } from "../k3s/identity.ts";
import { nodeFolder } from "../lab-folder.ts";
import { nodeSetup } from "./node-setup.ts";
import { clusterProgram } from "./overlay-programs.ts";
import { tailscaledUnit, tailscaledUnitFile } from "./tailscaled-unit.ts";
import { unitFile, unitName } from "./unit-files.ts";

export interface NodeStart {
	node: ClusterNode;
	/** All of them, for /etc/hosts. */
	nodes: readonly ClusterNode[];
	lab: string;
	/** Name of the lab's cgroup. */
	cgroup: string;
	identity: NodeIdentity;
	/** Where the node is on a tailnet. */
	tailscale: TailscalePrograms | undefined;
}

/** Joins the cgroups first: `unshare --cgroup` makes the ones that the process is in the root of what it sees. */
const joinCgroups = 'while [ "$1" != -- ]; do echo 0 >"$1/cgroup.procs"; shift; done; shift; exec "$@"';

/**
 * Makes a node: namespaces, cgroups, files, and a service manager that waits for orders. Its unit is not
 * started yet, and its network is not joined to anything.
 * @throws LocaldnsError LDNS203
 */
export async function startNode(start: NodeStart, adopt: (process: LabProcess) => void): Promise<Place> {
	const { node, lab, cgroup } = start;
	const own = nodeFolder(lab, node.name);
	await writeFiles(start, own);
	const hierarchies = cgroupHierarchies().map(({ options, name }) => `${options}:${name}`);
	const unshare = ["unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"];
	const main = startProcess(
		`node ${node.name}`,
		[
			...["sh", "-c", joinCgroups, "sh", ...makeCgroup(cgroup, node.name), "--"],
			...[...unshare, "--fork", "--kill-child", "--propagation", "private"],
			...["sh", "-c", nodeSetup, "sh", lab, own, node.name, hierarchies.join(" ")],
			...[process.execPath, clusterProgram("systemd/service-manager")],
		],
		"own",
	);
	adopt(main);
	const died = main.ended.then((how): never => {
		throw deathOf(main, how, "LDNS203");
	});
	await Promise.race([firstLine(main.stdout), died]);
	const children = await readFile(`/proc/${main.pid}/task/${main.pid}/children`, "utf8");
	const init = Number.parseInt(children, 10);
	return { name: `node/${node.name}`, net: `/proc/${init}/ns/net`, resolvConf: undefined, init };
}

async function writeFiles({ node, nodes, identity, tailscale }: NodeStart, own: string): Promise<void> {
	const units = join(own, "etc.upper/systemd/system");
	await mkdir(units, { recursive: true });
	await writeFile(
		join(units, `${unitName(node)}.service`),
		unitFile(node, identity.server, tailscale !== undefined),
	);
	if (tailscale !== undefined)
		await writeFile(join(units, tailscaledUnit), tailscaledUnitFile(tailscale.tailscaled));
	await writeFile(join(own, "identity.json"), JSON.stringify(identity));
	await writeFile(join(own, "resolv.conf"), `nameserver ${externalResolver}\n`);
	const hosts = nodes.map(({ name, address }) => `${address} ${name}\n`);
	await writeFile(join(own, "hosts"), `127.0.0.1 localhost\n${hosts.join("")}`);
	await writeFile(join(own, "machine-id"), `${Buffer.from(node.name.padEnd(16, "-")).toString("hex")}\n`);
}
