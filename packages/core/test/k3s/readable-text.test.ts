import { expect, it } from "vitest";
import { problemOfText } from "../../src/k3s/readable-text.ts";

it("a text too large for a configuration is refused with a hint that does not print it", () => {
	for (const text of ["[".repeat(50_001), "x".repeat(4 * 1024 * 1024 + 1)])
		expect(problemOfText("/etc/k.yaml", text)).toMatchObject({ code: "LDNS509", hint: "wc /etc/k.yaml" });
	expect(problemOfText("/etc/k.yaml", "[".repeat(50_000))).toBeUndefined();
});
