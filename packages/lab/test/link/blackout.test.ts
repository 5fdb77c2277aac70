import { expect, it } from "vitest";
import { parseBlackout } from "../../src/link/blackout.ts";

it("reads how long, then when", () =>
	expect(parseBlackout("25s@10s")).toEqual({ durationMs: 25_000, startMs: 10_000 }));

it("may begin with the measured part", () =>
	expect(parseBlackout("500ms@0s")).toEqual({ durationMs: 500, startMs: 0 }));

it.each(["25s", "25@10", "@10s", "25s@", "25s@10s@3s", "0s@10s", ""])("refuses %j", (text) =>
	expect(() => parseBlackout(text)).toThrow(`--blackout: read ${JSON.stringify(text)}; allowed is D@T`),
);
