import { describe, expect, it } from "vitest";
import { appliedConfiguration, changeOf } from "../../src/plan/index.ts";
import { applied, pair, withValue, writtenBy } from "./live-objects.ts";

/** The one value that the API server fills in where localdns owns the whole: `apiVersion` of a fieldRef. */
const withoutFilled = (object: unknown): unknown =>
	JSON.parse(JSON.stringify(object).replaceAll('"apiVersion":"v1","fieldPath"', '"fieldPath"'));

describe("the configuration that localdns applied last", () => {
	it.each(applied.filter(({ name }) => !name.startsWith("article")))(
		"comes back out of the live objects: $name",
		({ wanted, live }) => {
			const back = live.map((object) => appliedConfiguration(object));
			expect(withoutFilled(back)).toEqual(JSON.parse(JSON.stringify(wanted)));
		},
	);

	it("holds nothing that the server filled in or others wrote, and changes nothing when applied again", () => {
		const { live } = pair("DaemonSet");
		const noted = writtenBy(withValue(live, ["metadata", "annotations", "other"], "theirs"), "other", {
			"f:metadata": { "f:annotations": { "f:other": {} } },
		});
		const back = appliedConfiguration(noted);
		expect(back?.metadata.annotations).toBeUndefined();
		expect(back).not.toHaveProperty("status");
		expect(back).not.toHaveProperty("spec.template.spec.restartPolicy");
		expect(back && changeOf(noted, back).kind).toBe("unchanged");
	});

	it("brings the former value back when a later apply has changed it", () => {
		const { wanted, live } = pair("DaemonSet");
		const former = appliedConfiguration(live);
		const path = ["spec", "template", "spec", "containers", 0, "image"];
		const upgraded = withValue(live, path, "example/cache:2");
		expect(former && changeOf(upgraded, former)).toMatchObject({
			kind: "update",
			fields: [{ from: "example/cache:2", to: expect.stringContaining("k8s-dns") }],
		});
		expect(former?.metadata.name).toBe(wanted.metadata.name);
	});

	it("is none where localdns never applied the object", () => {
		const { live } = pair("ServiceAccount");
		expect(
			appliedConfiguration({ ...live, metadata: { ...live.metadata, managedFields: [] } }),
		).toBeUndefined();
	});
});
