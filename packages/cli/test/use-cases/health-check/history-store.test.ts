import { emptyHistory, type HealthHistory, historyKey } from "@localdns/core/health";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { checkAll, countsFor } from "../../../../core/test/health/sample-check.ts";
import type { Cluster } from "../../../src/ports/cluster.ts";
import { keepResult } from "../../../src/use-cases/health-check/history-store.ts";

const counts = () => countsFor({ near: 0, far: 0.6 });
const judge = (history: HealthHistory) =>
	checkAll([counts()], history)[0] as ReturnType<typeof checkAll>[number];

/** ConfigMaps by name, with versions, and someone who writes to the history just before the first `strikes` patches. */
function mapsWith(text: string | undefined, strikes = 0, theirs = JSON.stringify(emptyHistory)) {
	const maps = new Map<string, { text: string; version: number }>();
	if (text !== undefined) maps.set("localdns-health-history", { text, version: 1 });
	let left = strikes;
	const cluster: Pick<Cluster, "read" | "create" | "patch"> = {
		async read({ name }: ObjectRef) {
			const found = maps.get(name);
			if (found === undefined) return undefined;
			return {
				metadata: { name, resourceVersion: String(found.version) },
				data: { [historyKey]: found.text },
			};
		},
		async create(object: KubernetesObject) {
			const { data } = object as unknown as { data: Record<string, string> };
			maps.set(object.metadata.name, { text: data[historyKey] ?? "", version: 1 });
			return {};
		},
		async patch({ name }: ObjectRef, change: object, resourceVersion?: string) {
			const found = maps.get(name);
			if (found === undefined) return undefined;
			if (left > 0 && name === "localdns-health-history") {
				left -= 1;
				maps.set(name, { text: theirs, version: found.version + 1 });
				return undefined;
			}
			if (resourceVersion !== undefined && resourceVersion !== String(found.version)) return undefined;
			const { data } = change as { data: Record<string, string> };
			maps.set(name, { text: data[historyKey] ?? "", version: found.version + 1 });
			return {};
		},
	};
	return { cluster, text: (name: string) => maps.get(name)?.text };
}
const runsIn = (text: string | undefined) => (JSON.parse(text ?? "{}") as HealthHistory).runs?.length;

describe("a history in a ConfigMap", () => {
	it("grows by the run", async () => {
		const maps = mapsWith(JSON.stringify(emptyHistory));
		const kept = await keepResult(maps.cluster, "space", judge);
		expect(kept).toMatchObject({ isKept: true, notes: [] });
		expect(runsIn(maps.text("localdns-health-history"))).toBe(1);
	});

	it("keeps what another writer put in between, and judges by that", async () => {
		const theirs = judge(emptyHistory).history;
		const maps = mapsWith(JSON.stringify(emptyHistory), 2, JSON.stringify(theirs));
		const { result, notes } = await keepResult(maps.cluster, "space", judge);
		expect(runsIn(maps.text("localdns-health-history"))).toBe(2);
		expect(result.history.cluster.verdicts).toBe("bb");
		expect(notes).toEqual([]);
	});

	it("gives way to someone who writes all the time, and says so", async () => {
		const maps = mapsWith(JSON.stringify(emptyHistory), 99);
		const { result, notes } = await keepResult(maps.cluster, "space", judge);
		expect(result.verdict).toBe("breach");
		expect(notes.join()).toMatch(/^LDNS764: /);
	});

	it("that is none is set aside once, whole or its first 200,000 characters, and begun anew", async () => {
		const foreign = `{"mine": "${"x".repeat(300_000)}`;
		const maps = mapsWith(foreign, 1, foreign);
		const { notes } = await keepResult(maps.cluster, "space", judge);
		expect(notes).toHaveLength(1);
		expect(notes[0]).toMatch(/^LDNS763: .*it is no JSON/);
		expect(maps.text("localdns-health-history-aside")).toBe(foreign.slice(0, 200_000));
		expect(runsIn(maps.text("localdns-health-history"))).toBe(1);
	});

	it("is not begun where nobody has installed one", async () => {
		const maps = mapsWith(undefined);
		expect(await keepResult(maps.cluster, "space", judge)).toMatchObject({ isKept: false });
		expect(maps.text("localdns-health-history")).toBeUndefined();
	});
});
