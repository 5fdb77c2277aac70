import { describe, expect, it } from "vitest";
import { absoluteName, countDots } from "../../src/dns/name.ts";

describe("absoluteName", () => {
	it("gives lower case and the final dot, once", () => {
		expect(absoluteName("Web.Shop")).toBe("web.shop.");
		expect(absoluteName("web.shop.")).toBe("web.shop.");
		expect(absoluteName(".")).toBe(".");
	});

	it("takes a label of 63 octets and no longer one", () => {
		expect(absoluteName("a".repeat(63))).toBe(`${"a".repeat(63)}.`);
		expect(absoluteName("a".repeat(64))).toBeUndefined();
	});

	it("takes a name of 255 octets on the wire and no longer one", () => {
		const label = `${"a".repeat(63)}.`;
		// Three labels of 64 octets, one of 62 and the root: 255.
		expect(absoluteName(`${label.repeat(3)}${"b".repeat(61)}`)).toBeDefined();
		expect(absoluteName(`${label.repeat(3)}${"b".repeat(62)}`)).toBeUndefined();
	});

	it.each(["", "a..b", ".a", "a b", "naïve.example", "a\\.b"])("refuses %j", (text) => {
		expect(absoluteName(text)).toBeUndefined();
	});
});

describe("countDots", () => {
	it("counts the final dot too, as resolvers do", () => {
		expect(countDots("web")).toBe(0);
		expect(countDots("web.shop.svc.")).toBe(3);
	});
});
