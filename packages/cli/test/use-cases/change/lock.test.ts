import { setTimeout as sleep } from "node:timers/promises";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import { describe, expect, it } from "vitest";
import type { Cluster } from "../../../src/ports/cluster.ts";
import { type LockOptions, withLock } from "../../../src/use-cases/change/lock.ts";

/** The one Lease, with the API server's guard of versions. */
function leases() {
	let lease: (ApiObject & { spec?: object }) | undefined;
	let version = 0;
	const store = (next: object): ApiObject => {
		version += 1;
		lease = {
			...next,
			metadata: { resourceVersion: String(version), uid: "u" } as NonNullable<ApiObject["metadata"]>,
		};
		return lease as ApiObject;
	};
	const cluster = {
		read: async () => lease,
		create: async (object: KubernetesObject) => (lease === undefined ? store(object) : undefined),
		patch: async (_ref: unknown, change: object, guard: string) =>
			lease === undefined || guard !== String(version) ? undefined : store({ ...lease, ...change }),
		delete: async () => {
			lease = undefined;
			return true;
		},
	} as unknown as Cluster;
	return { cluster, held: () => lease, steal: () => store({ spec: { holderIdentity: "somebody else" } }) };
}

const options = (holder: string): LockOptions => ({
	namespace: "kube-system",
	holder,
	command: "install",
	onChange: () => {},
	leaseMs: 300,
});

describe("the lock", () => {
	it("is there while work runs, renewed, and gone afterwards, whatever becomes of the work", async () => {
		const { cluster, held } = leases();
		const done = await withLock(cluster, options("a"), async (signal) => {
			const first = held()?.metadata;
			await sleep(250);
			expect(held()?.metadata).not.toEqual(first);
			return signal.aborted;
		});
		expect(done).toBe(false);
		expect(held()).toBeUndefined();
		await expect(withLock(cluster, options("a"), () => Promise.reject(new Error("no")))).rejects.toThrow(
			"no",
		);
		expect(held()).toBeUndefined();
	});

	it("is refused while another run renews it, by the name of who does what", async () => {
		const { cluster } = leases();
		const first = withLock(cluster, options("a"), () => sleep(900));
		await sleep(20);
		await expect(withLock(cluster, options("b"), async () => {})).rejects.toMatchObject({
			code: "LDNS704",
			message: "install by a is changing this cluster",
		});
		await first;
	});

	it("is taken over from a run that renews it no more", async () => {
		const { cluster, steal } = leases();
		steal();
		const said: string[] = [];
		const onChange: LockOptions["onChange"] = (event) => said.push("text" in event ? (event.text ?? "") : "");
		expect(await withLock(cluster, { ...options("b"), onChange }, async () => "done")).toBe("done");
		expect(said.at(-1)).toContain("the lock of somebody else was not renewed any more");
	});

	it("gives the other run time to renew after the API server was away", async () => {
		const { cluster, steal } = leases();
		steal();
		let reads = 0;
		const slow = {
			...cluster,
			read: async (...ref: Parameters<Cluster["read"]>) => {
				reads += 1;
				if (reads === 3) await sleep(1500);
				if (reads === 5) steal();
				return await cluster.read(...ref);
			},
		} as Cluster;
		await expect(withLock(slow, options("b"), async () => {})).rejects.toMatchObject({ code: "LDNS704" });
	});

	it("tells work when somebody took it, leaves it to them, and is no success then", async () => {
		const { cluster, held, steal } = leases();
		const ran = withLock(cluster, options("a"), async (signal) => {
			steal();
			await sleep(250);
			expect(signal.reason).toMatchObject({ code: "LDNS705" });
		});
		await expect(ran).rejects.toMatchObject({
			code: "LDNS705",
			message: "the lock went to somebody else",
			exitCode: 5,
		});
		expect(held()).toMatchObject({ spec: { holderIdentity: "somebody else" } });
	});
});
