import { expect, it } from "vitest";
import { lintManifests, serializeYaml } from "../../src/manifests/index.ts";
import { bundles } from "./sample-objects.ts";

it("the linter has nothing to say of any resilient rendering, unless names are sent away from the cluster DNS", () => {
	const resilient = bundles.filter(([title]) => title.startsWith("resilient"));
	expect(resilient.length).toBe(9 * 9 - 3);
	for (const [title, objects] of resilient) {
		const codes = lintManifests(serializeYaml(objects)).findings.map(({ code }) => code);
		expect([...new Set(codes)], title).toEqual(title.endsWith("names asked elsewhere") ? ["LDNS439"] : []);
	}
});
