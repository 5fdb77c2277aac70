import { describe, expect, it } from "vitest";
import { formatAlarm, isAlarmed, parseAlarm } from "../../src/health/alarm.ts";
import type { HealthVerdict } from "../../src/health/judge-objective.ts";

const words: Readonly<Record<string, HealthVerdict>> = { m: "met", b: "breach", u: "unproven" };
const after = (letters: string, was = false): boolean =>
	isAlarmed(
		[...letters].map((letter) => words[letter] ?? "met"),
		{ breaches: 3, among: 5 },
		was,
	);

describe("an alarm of three among five", () => {
	it("is raised by the third breach, however they lie", () => {
		expect([after("bb"), after("bmbub"), after("bbb"), after("bmmbmb")]).toEqual([false, true, true, false]);
	});

	it("ends with three runs in a row without a breach, whether they are met or unproven", () => {
		expect([after("bubuu", true), after("ubuuu", true), after("bbbmm", true), after("mmbmm", true)]).toEqual([
			true,
			false,
			true,
			true,
		]);
	});

	it("is written m/n, and no rule that cannot be met", () => {
		expect(
			["3/5", "1/1", "20/20"].map((text) => formatAlarm(parseAlarm(text) ?? { breaches: 0, among: 0 })),
		).toEqual(["3/5", "1/1", "20/20"]);
		expect(["5/3", "0/5", "3/21", "3", "a/b", "3/5/7"].map(parseAlarm)).toEqual(
			Array.from({ length: 6 }, () => undefined),
		);
	});
});
