import { describe, expect, it } from "vitest";
import { colorWanted, createStyle } from "../../src/presentation/style.ts";

describe("colorWanted", () => {
	it("colours a terminal and not a pipe", () => {
		expect(colorWanted("auto", {}, true)).toBe(true);
		expect(colorWanted("auto", {}, false)).toBe(false);
	});

	it("obeys NO_COLOR when it is not empty, also against FORCE_COLOR", () => {
		expect(colorWanted("auto", { NO_COLOR: "1" }, true)).toBe(false);
		expect(colorWanted("auto", { NO_COLOR: "" }, true)).toBe(true);
		expect(colorWanted("auto", { NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
	});

	it("obeys FORCE_COLOR in a pipe, and as a ban when it is 0", () => {
		expect(colorWanted("auto", { FORCE_COLOR: "1" }, false)).toBe(true);
		expect(colorWanted("auto", { FORCE_COLOR: "0" }, true)).toBe(false);
		expect(colorWanted("auto", { FORCE_COLOR: "1", TERM: "dumb" }, false)).toBe(true);
	});

	it("leaves a dumb terminal plain", () => {
		expect(colorWanted("auto", { TERM: "dumb" }, true)).toBe(false);
	});

	it("lets the flag win over everything", () => {
		expect(colorWanted("always", { NO_COLOR: "1", TERM: "dumb" }, false)).toBe(true);
		expect(colorWanted("never", { FORCE_COLOR: "1" }, true)).toBe(false);
	});
});

describe("createStyle", () => {
	it("writes escape sequences only when colour is wanted", () => {
		expect(createStyle(false).bad("worse")).toBe("worse");
		expect(createStyle(true).bad("worse")).toContain("\u001b[31m");
	});
});
