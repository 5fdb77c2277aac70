import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { renderBundle } from "../../src/manifests/bundle.ts";
import { serializeJson, serializeYaml } from "../../src/manifests/serialize.ts";

const objects = renderBundle({ profile: "upstream", engine: "node-cache", mode: "intercept" });

describe("rendered objects", () => {
	it("are the same in YAML and in JSON", () => {
		const fromYaml = parseAllDocuments(serializeYaml(objects)).map((document) => document.toJS());
		expect(fromYaml).toEqual(objects);
		expect(JSON.parse(serializeJson(objects))).toEqual({ apiVersion: "v1", kind: "List", items: objects });
	});

	it("have no anchors, no folded lines, and the Corefile as a literal block", () => {
		const text = serializeYaml(objects);
		expect(text).not.toMatch(/[&*][a-z]\d+\b/);
		expect(text).not.toContain(">-");
		expect(text).toContain("  Corefile: |\n    cluster.local:53 {\n        errors\n");
	});

	it("keep a text that YAML would take for a number or a truth a text", () => {
		const text = serializeYaml([
			{
				...(objects[0] as (typeof objects)[number]),
				data: { port: "9253", on: "yes", off: "no", t: "true" },
			},
		]);
		expect(parseAllDocuments(text)[0]?.toJS().data).toEqual({
			port: "9253",
			on: "yes",
			off: "no",
			t: "true",
		});
	});

	it("come out the same every time", () => {
		const again = renderBundle({ profile: "upstream", engine: "node-cache", mode: "intercept" });
		expect(serializeYaml(again)).toBe(serializeYaml(objects));
	});
});
