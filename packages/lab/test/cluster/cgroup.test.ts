import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { cgroupHierarchies, missingControllers } from "../../src/cluster/cgroup.ts";
import { clusterNodes } from "../../src/cluster/cluster-nodes.ts";

it("finds the folder of this process's own cgroup in every hierarchy of version 1, or says what is missing", () => {
	const hierarchies = cgroupHierarchies();
	for (const { own } of hierarchies) expect(existsSync(`${own}/cgroup.procs`)).toBe(true);
	const found = hierarchies.flatMap(({ options }) => options.split(","));
	for (const name of ["cpu", "memory", "pids"])
		expect(found.includes(name)).toBe(!missingControllers().includes(name));
});

it("numbers nodes so that no two share a name, an address or a pod network", () => {
	const nodes = clusterNodes(4);
	expect(nodes.map(({ name, role }) => `${name} ${role}`)).toEqual([
		...["near server", "far agent", "far-2 agent", "far-3 agent"],
	]);
	for (const key of ["name", "address", "podNetwork"] as const)
		expect(new Set(nodes.map((node) => node[key])).size).toBe(4);
});
