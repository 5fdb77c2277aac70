import { type AccessQuestion, known } from "@localdns/core/cluster";
import { describe, expect, it } from "vitest";
import { healthyCluster, readNodes } from "../../../../core/test/checks/k3s-cluster.ts";
import { wantedInstallation } from "../../../src/commands/wanted-installation.ts";
import { prepareInstall, unfitness } from "../../../src/use-cases/change/prepare-install.ts";
import { selectedNodes } from "../../../src/use-cases/change/selected-nodes.ts";
import { MemoryCluster } from "./memory-cluster.ts";

const turns = { stageOnly: false, skipUnready: false, nodes: undefined };
const wanted = (settings: object = {}) =>
	wantedInstallation({ profile: "resilient", engine: "node-cache", ...settings }, healthyCluster, turns);

describe("what speaks against an install", () => {
	it("is nothing in a cluster where the same cache runs already", () => {
		expect(unfitness(healthyCluster, wanted(), [])).toEqual([]);
	});

	it("is each check of doctor that fails, unless it is left out by name", () => {
		const nodes = readNodes([{ name: "old", version: "v1.20.0+k3s1" }]);
		const snapshot = { ...healthyCluster, serverVersion: known("v1.20.0+k3s1"), nodes };
		const found = unfitness(snapshot, wanted(), []);
		expect(found.map(({ code, reason }) => [code, reason])).toEqual([
			["LDNS711", "check kubernetes-version"],
		]);
		expect(unfitness(snapshot, wanted(), ["kubernetes-version"])).toEqual([]);
	});

	it("is not what is wrong with the installation itself, because an upgrade may mend it", () => {
		const cache = { ...healthyCluster.cache, daemonSet: known(undefined) };
		expect(unfitness({ ...healthyCluster, cache }, wanted(), [])).toEqual([]);
	});

	it("is an address that pods may ask and the new settings do not have", () => {
		const [error, ...others] = unfitness(healthyCluster, wanted({ localAddress: "169.254.20.11" }), []);
		expect(others).toEqual([]);
		expect(error).toMatchObject({ code: "LDNS717", message: expect.stringContaining("169.254.20.10") });
		const cache = { ...healthyCluster.cache, daemonSet: known(undefined) };
		expect(unfitness({ ...healthyCluster, cache }, wanted({ localAddress: "169.254.20.11" }), [])).toEqual(
			[],
		);
	});
});

/** An account with some rights only. */
class Guarded extends MemoryCluster {
	readonly isAllowed: (question: AccessQuestion) => boolean;
	constructor(isAllowed: (question: AccessQuestion) => boolean) {
		super();
		this.isAllowed = isAllowed;
	}

	override async mayI(questions: readonly AccessQuestion[] = []): Promise<never[]> {
		return questions.map((question) => ({ ...question, allowed: this.isAllowed(question) })) as never[];
	}
}

const prepare = (cluster: MemoryCluster) =>
	prepareInstall(cluster, {
		namespace: "kube-system",
		egressNamespaces: ["shop"],
		adopt: false,
		skipChecks: [],
		wantedFor: () => wanted(),
		onProgress: () => {},
	});

describe("preparing an install", () => {
	it("names every missing right at once, those of egress policies among them", async () => {
		const prepared = await prepare(
			new Guarded(({ resource }) => resource !== "leases" && resource !== "networkpolicies"),
		);
		expect(prepared).toMatchObject({ refusals: [{ code: "LDNS710" }] });
		const [error] = "refusals" in prepared ? prepared.refusals : [];
		expect(error?.reason).toContain("create leases in kube-system");
		expect(error?.reason).toContain("patch networkpolicies/node-local-dns in shop");
	});

	it("asks for the right to make namespaces only where they are not there", async () => {
		const cluster = new Guarded(({ resource, verb }) => resource !== "namespaces" || verb === "get");
		const [missing] = ((await prepare(cluster)) as { refusals: readonly { reason?: string }[] }).refusals;
		expect(missing?.reason).toContain("create namespaces");
		for (const name of ["localdns-verify", "localdns-node-config"])
			cluster.put({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
		const second = await prepare(cluster);
		// What is left are checks: this cluster has neither nodes nor a cluster DNS.
		expect("refusals" in second && second.refusals.some(({ code }) => code === "LDNS710")).toBe(false);
		expect(cluster.writes).toEqual([]);
	});
});

describe("nodes that are selected", () => {
	it("are all, or named, or those of a label selector", async () => {
		const asked: string[] = [];
		const cluster = {
			list: async <T>(path: string, read: (object: { metadata: { name: string } }) => T | undefined) => {
				asked.push(path);
				return [read({ metadata: { name: "far" } }) as T];
			},
		};
		expect(await selectedNodes(cluster, undefined)).toBeUndefined();
		expect(await selectedNodes(cluster, "a, b")).toEqual(["a", "b"]);
		expect(asked).toEqual([]);
		expect(await selectedNodes(cluster, "zone=shanghai,!gpu")).toEqual(["far"]);
		expect(asked).toEqual(["/api/v1/nodes?labelSelector=zone%3Dshanghai%2C!gpu"]);
	});

	it("are not none by a mistake in a label", async () => {
		const none = { list: async () => [] };
		await expect(selectedNodes(none, "zone=shangai")).rejects.toMatchObject({ code: "LDNS755" });
	});
});
