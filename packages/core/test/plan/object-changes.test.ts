import { expect, it } from "vitest";
import type { ApiObject } from "../../src/cluster/index.ts";
import { inventoryRefs, objectChanges, readInventory, refOf, refText } from "../../src/plan/index.ts";
import { applied } from "./live-objects.ts";

const [{ wanted, live }] = applied.filter(({ name }) => name.startsWith("resilient-node-cache")) as [
	(typeof applied)[number],
];
const byRef = new Map(wanted.map((object, index) => [refText(refOf(object)), live[index] ?? {}]));
const inventory = readInventory(live[0]);

it("reads the inventory out of its ConfigMap, every object in apply order", () => {
	expect(inventoryRefs(inventory)).toEqual(wanted.slice(1).map(refOf));
});

it("takes no inventory from what is none, and leaves entries out that name no object", () => {
	expect(readInventory(undefined)).toBeUndefined();
	expect(readInventory({ data: { "inventory.json": "{" } })).toBeUndefined();
	expect(readInventory({ data: { "inventory.json": '{"objects": 3}' } })).toBeUndefined();
	const list = JSON.stringify({
		objects: [{ kind: "Pod" }, null, { group: "", version: "v1", kind: "Pod", name: "a" }],
	});
	expect(inventoryRefs(readInventory({ data: { "inventory.json": list } }))).toEqual([
		{ apiVersion: "v1", kind: "Pod", name: "a" },
	]);
});

it("leaves everything as it is when the same is wanted again", () => {
	expect(objectChanges(byRef, wanted, inventory).map(({ kind }) => kind)).toEqual(
		wanted.map(() => "unchanged"),
	);
});

it("deletes what the inventory lists and nobody wants, last applied first", () => {
	const fewer = wanted.slice(0, 2);
	const deletions = objectChanges(byRef, fewer, inventory).filter(({ kind }) => kind === "delete");
	expect(deletions).toEqual(
		wanted
			.slice(2)
			.toReversed()
			.map((object) => ({ kind: "delete", ref: refOf(object) })),
	);
});

it("never deletes a namespace, what is gone, or what somebody else has made again", () => {
	const [first] = inventory?.objects ?? [];
	if (inventory === undefined || first === undefined) throw new Error("no inventory");
	const namespace = { group: "", version: "v1", kind: "Namespace", name: "dns" };
	const text = refText(inventoryRefs(inventory)[0] as never);
	const foreign = {
		metadata: { name: first.name, labels: {}, managedFields: [{ manager: "helm", operation: "Apply" }] },
	};
	const there = new Map<string, ApiObject>([
		[text, foreign],
		["Namespace dns", { metadata: { name: "dns", labels: { "app.kubernetes.io/managed-by": "localdns" } } }],
	]);
	expect(objectChanges(there, [], { ...inventory, objects: [namespace, ...inventory.objects] })).toEqual([]);
});
