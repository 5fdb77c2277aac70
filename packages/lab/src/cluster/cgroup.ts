import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A hierarchy of cgroup v1, as this process sees it. */
export interface Hierarchy {
	/** What `mount -t cgroup -o` calls it: "cpu", "cpu,cpuacct", "none,name=systemd". */
	options: string;
	/** Folder name below /sys/fs/cgroup. */
	name: string;
	/** Folder of the cgroup that this process is in. */
	own: string;
}

/** Without these runc and the kubelet do not start a container. */
const needed = ["cpu", "cpuacct", "cpuset", "devices", "freezer", "memory", "pids"];

/** The hierarchies of this machine; fewer than needed on one that has cgroup v2 alone. */
export function cgroupHierarchies(): Hierarchy[] {
	const owns = new Map<string, string>();
	for (const line of readFileSync("/proc/self/cgroup", "utf8").trim().split("\n")) {
		const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
		owns.set(controllers, path);
	}
	return readFileSync("/proc/self/mountinfo", "utf8")
		.split("\n")
		.flatMap((line) => {
			const [head = "", tail = ""] = line.split(" - ");
			const [, , , root = "", mountPoint = ""] = head.split(" ");
			const [type, , superOptions = ""] = tail.split(" ");
			if (type !== "cgroup") return [];
			const controllers = [...owns.keys()].find(
				(each) => each !== "" && each.split(",").every((name) => superOptions.split(",").includes(name)),
			);
			if (controllers === undefined) return [];
			const own = owns.get(controllers) as string;
			const below = root !== "/" && own.startsWith(root) ? own.slice(root.length) : own;
			const options = controllers.startsWith("name=") ? `none,${controllers}` : controllers;
			return [{ options, name: basename(mountPoint), own: join(mountPoint, below) }];
		});
}

/** Controllers that a cluster needs and this machine does not have in a hierarchy of cgroup v1. */
export function missingControllers(): string[] {
	const found = cgroupHierarchies().flatMap(({ options }) => options.split(","));
	return needed.filter((name) => !found.includes(name));
}

/** Folders of a cgroup of this name below our own, one for each hierarchy. */
export const cgroupFolders = (name: string): string[] =>
	cgroupHierarchies().map(({ own }) => join(own, name));

/** Makes the cgroup `name/node` in every hierarchy. @returns its folders */
export function makeCgroup(name: string, node: string): string[] {
	return cgroupFolders(name).map((folder) => {
		for (const each of [folder, join(folder, node)]) {
			mkdirSync(each, { recursive: true });
			copyCpuset(each);
		}
		return join(folder, node);
	});
}

/** A new cpuset has no processor and takes no process; only files of that hierarchy are there to be copied. */
function copyCpuset(folder: string): void {
	for (const name of ["cpuset.cpus", "cpuset.mems"]) {
		try {
			writeFileSync(join(folder, name), readFileSync(join(folder, "..", name)));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
		}
	}
}
