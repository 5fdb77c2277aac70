import type { ApiObject } from "@localdns/core/cluster";
import { describe, expect, it } from "vitest";
import { sshTarget } from "../../../src/adapters/node-access/ssh-target.ts";
import { MemoryCluster } from "../../use-cases/change/memory-cluster.ts";

class OneNode extends MemoryCluster {
	addresses = [
		{ type: "Hostname", address: "a" },
		{ type: "ExternalIP", address: "203.0.113.7" },
		{ type: "InternalIP", address: "fd00::7" },
	];
	override async get(path = ""): Promise<ApiObject | undefined> {
		if (path !== "/api/v1/nodes/a") return undefined;
		return { metadata: { name: "a" }, status: { addresses: this.addresses } } as ApiObject;
	}
}

describe("what ssh is told of a node", () => {
	it("is its internal address, else the external one, or what a template makes of them", async () => {
		const cluster = new OneNode();
		expect(await sshTarget(cluster, "a", "{address}")).toBe("fd00::7");
		cluster.addresses.pop();
		expect(await sshTarget(cluster, "a", "ops@{address}")).toBe("ops@203.0.113.7");
		expect(await sshTarget(cluster, "a", "root@{name}.lan")).toBe("root@a.lan");
	});

	it("is nothing for a node that is not there or has no address", async () => {
		const cluster = new OneNode();
		await expect(sshTarget(cluster, "b", "{name}")).rejects.toMatchObject({ code: "LDNS727" });
		cluster.addresses = [{ type: "InternalIP", address: "root@elsewhere.example" }];
		await expect(sshTarget(cluster, "a", "{address}")).rejects.toMatchObject({ code: "LDNS728" });
		cluster.addresses = [];
		await expect(sshTarget(cluster, "a", "{address}")).rejects.toMatchObject({ code: "LDNS728" });
		expect(await sshTarget(cluster, "a", "{name}")).toBe("a");
	});
});
