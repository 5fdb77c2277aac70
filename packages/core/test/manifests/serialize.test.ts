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

	it.each(["1.1", "1.2"] as const)("keep texts texts for a reader of YAML %s", (version) => {
		const data = {
			port: "9253",
			on: "yes",
			no: "off",
			t: "true",
			y: "n",
			octal: "0o17",
			old: "017",
			time: "12:30:45",
			date: "2026-01-01",
			tilde: "~",
			merge: "<<",
			exponent: "1e3",
			grouped: "1_000",
		};
		const text = serializeYaml([{ ...(objects[0] as (typeof objects)[number]), data }]);
		expect(parseAllDocuments(text, { version })[0]?.toJS().data).toEqual(data);
	});

	it("come out the same every time", () => {
		const again = renderBundle({ profile: "upstream", engine: "node-cache", mode: "intercept" });
		expect(serializeYaml(again)).toBe(serializeYaml(objects));
	});
});
