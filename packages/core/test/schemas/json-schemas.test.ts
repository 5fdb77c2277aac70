import { describe, expect, it } from "vitest";
import { jsonSchemas } from "../../src/schemas/json-schemas.ts";

describe("published JSON Schemas", () => {
	it("are open for later fields where the tool prints, and closed where it reads", () => {
		const { config, ...printed } = jsonSchemas();
		expect(Object.keys(printed)).toEqual(
			expect.arrayContaining(["bench-report", "bench-run", "bench-comparison", "bench-sample"]),
		);
		expect(JSON.stringify(printed).includes('"additionalProperties":false')).toBe(false);
		expect(config).toMatchObject({ additionalProperties: false });
		expect(printed["bench-report"]).toMatchObject({ properties: { kind: { const: "BenchReport" } } });
	});
});
