import { accessSync, constants, existsSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { checkHost, type Missing } from "../host/check-host.ts";
import { findProgram } from "../host/programs.ts";
import { cgroupHierarchies, missingControllers } from "./cgroup.ts";

/** Programs of a cluster that Debian has, and their packages. */
const clusterPrograms = {
	busybox: "busybox-static",
	containerd: "containerd",
	etcd: "etcd-server",
	iptables: "iptables",
	ldd: "libc-bin",
	openssl: "openssl",
	runc: "runc",
	setpriv: "util-linux",
	tar: "tar",
} as const;

/** Folder of Debian's containernetworking-plugins. */
export const cniFolder = "/usr/lib/cni";

/** Finds out what this machine lacks for a cluster, the small lab's needs among it. */
export async function checkClusterHost(): Promise<Missing[]> {
	const missing = await checkHost();
	if (process.platform !== "linux") return missing;
	if (process.getuid?.() !== 0)
		missing.push({
			text: "a cluster needs root: its nodes make cgroups",
			hint: "sudo npx localdns lab up --cluster",
		});
	for (const [program, debian] of Object.entries(clusterPrograms)) {
		if (findProgram(program) === undefined) missing.push(notInstalled(program, debian));
	}
	if (!existsSync(join(cniFolder, "bridge")))
		missing.push(notInstalled(`${cniFolder}/bridge`, "containernetworking-plugins"));
	return [...missing, ...missingCgroups(), ...missingMemory()];
}

function missingCgroups(): Missing[] {
	const controllers = missingControllers();
	if (controllers.length > 0) {
		return [
			{
				text: `this machine has no cgroup v1 for ${controllers.join(", ")}, and the lab knows no other`,
				hint: "run it in a virtual machine whose kernel starts with systemd.unified_cgroup_hierarchy=0",
			},
		];
	}
	const closed = cgroupHierarchies().find(({ own }) => !isWritable(own));
	return closed === undefined
		? []
		: [{ text: `no cgroup can be made in ${closed.own}`, hint: "run it outside of the container" }];
}

function isWritable(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

/** What two nodes take with their images, which lie in memory. */
const neededBytes = 3e9;

const missingMemory = (): Missing[] =>
	freemem() >= neededBytes
		? []
		: [
				{
					text: `${(freemem() / 1e9).toFixed(1)} GB of memory are free, and a cluster takes ${neededBytes / 1e9}`,
					hint: "end what else runs here, or take a larger machine",
				},
			];

const notInstalled = (name: string, debian: string): Missing => ({
	text: `${name} is not installed`,
	hint: `sudo apt-get install -y --no-install-recommends ${debian}`,
});

/** @throws LocaldnsError LDNS210 that lists everything missing at once */
export async function requireClusterHost(): Promise<void> {
	const missing = await checkClusterHost();
	if (missing.length === 0) return;
	const texts = missing.map(({ text }) => text);
	const hints = [...new Set(missing.map(({ hint }) => hint))];
	throw new LocaldnsError("LDNS210", `no cluster can be built here: ${texts.join("; ")}`, {
		hint: hints.join("; "),
	});
}
