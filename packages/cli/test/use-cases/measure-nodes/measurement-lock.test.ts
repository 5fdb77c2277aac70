import type { ApiObject } from "@localdns/core/cluster";
import { describe, expect, it } from "vitest";
import { cleanUp } from "../../../src/use-cases/measure-nodes/clean-up.ts";
import type { MeasurementEvent } from "../../../src/use-cases/measure-nodes/contract.ts";
import { whileMeasuring } from "../../../src/use-cases/measure-nodes/measurement-lock.ts";
import { hurryTime } from "../../hurried-time.ts";
import { MemoryCluster } from "../change/memory-cluster.ts";

hurryTime(40);

const namespace = "localdns-bench";
const space = `Namespace ${namespace}`;
const lease = `Lease ${namespace}/localdns-bench-lock`;

/** With a pod of a node that does not answer: it stays where it is, and the namespace with it. */
class StuckCluster extends MemoryCluster {
	override async list<T>(path?: string, read?: (object: ApiObject) => T | undefined): Promise<T[]> {
		const kept = path?.includes("/pods") === true ? read?.({ metadata: { name: "stuck" } }) : undefined;
		return kept === undefined ? [] : [kept];
	}

	/** The lock, renewed. */
	override patch(): Promise<ApiObject | undefined> {
		return this.read({
			...{ apiVersion: "coordination.k8s.io/v1", kind: "Lease" },
			...{ namespace, name: "localdns-bench-lock" },
		});
	}
}

function lock(more: { haveNamespace?: boolean } = {}) {
	const notes: string[] = [];
	const onEvent = (event: MeasurementEvent) => void (event.type === "note" && notes.push(event.text));
	return { notes, options: { namespace, command: "bench", holder: "me", onEvent, ...more } };
}

describe("the time of a measurement", () => {
	it("has a namespace of its own that is restricted, and a lock in it; both are gone afterwards", async () => {
		const cluster = new MemoryCluster();
		const there = await whileMeasuring(cluster, lock().options, async () => [...cluster.objects.keys()]);
		expect(there).toEqual([space, lease]);
		expect([...cluster.objects.keys()]).toEqual([]);
	});

	it("takes both away again when the work fails, whose error it is", async () => {
		const cluster = new MemoryCluster();
		const work = () => Promise.reject(new Error("no"));
		await expect(whileMeasuring(cluster, lock().options, work)).rejects.toThrow("no");
		expect([...cluster.objects.keys()]).toEqual([]);
	});

	it("leaves a namespace that was there before, and asks for none that is there for sure", async () => {
		const cluster = new MemoryCluster();
		cluster.put({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
		await whileMeasuring(cluster, lock().options, async () => {});
		expect([...cluster.objects.keys()]).toEqual([space]);
		await whileMeasuring(cluster, lock({ haveNamespace: false }).options, async () => {});
		expect(cluster.writes.filter((write) => write.includes("Namespace"))).toEqual([]);
	});

	it("does not wait for a pod whose node does not answer, and says what is left", async () => {
		const cluster = new StuckCluster();
		cluster.held.add(space);
		const { notes, options } = lock();
		const beganAt = performance.now();
		await whileMeasuring(cluster, options, async () => {});
		expect(performance.now() - beganAt).toBeLessThan(2000);
		expect(notes).toEqual([`namespace ${namespace} goes when its last pod does`]);
		expect(cluster.writes).toContain(`delete ${space}`);
	});
});

describe("cleaning up", () => {
	it("names a pod that does not go, and the namespace that it holds", async () => {
		const cluster = new StuckCluster();
		cluster.held.add(space);
		const annotations = { "localdns.dev/made-for": "operation" };
		cluster.put({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, annotations } });
		const { removed, lingering } = await cleanUp(cluster, {
			...{ namespace, holder: "me", force: false },
			onChange: () => {},
		});
		expect(removed).toEqual([]);
		expect(lingering.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["Pod stuck", space]);
	}, 60_000);

	it("leaves the namespace to a measurement that begins at that moment", async () => {
		const cluster = new MemoryCluster();
		const annotations = { "localdns.dev/made-for": "operation" };
		cluster.put({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, annotations } });
		const remove = cluster.delete.bind(cluster);
		cluster.delete = async (ref, uid) => {
			const isGone = await remove(ref, uid);
			const spec = { holderIdentity: "bench by another" };
			const { apiVersion, kind, name } = ref;
			if (kind === "Lease") cluster.put({ apiVersion, kind, metadata: { namespace, name }, spec });
			return isGone;
		};
		await cleanUp(cluster, { namespace, holder: "me", force: false, onChange: () => {} });
		expect([...cluster.objects.keys()]).toEqual([space, lease]);
	});

	it("has nothing to do where there is no namespace", async () => {
		const settings = { namespace, holder: "me", force: false, onChange: () => {} };
		expect(await cleanUp(new MemoryCluster(), settings)).toEqual({ removed: [], lingering: [] });
	});
});
