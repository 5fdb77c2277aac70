import { describe, expect, it } from "vitest";
import type { Attempt, Sample } from "../../../src/measure/sample.ts";
import { attemptEnd } from "../../../src/measure/waited.ts";
import { english } from "../../../src/report/language/en.ts";
import { narrowWidth, wideWidth } from "../../../src/report/svg/lanes.ts";
import { waterfallPlot } from "../../../src/report/svg/waterfall.ts";
import { plotRows, sample } from "./small-run.ts";

const attempt = (overrides: Partial<Attempt> = {}): Attempt => ({
	name: "web.default.svc.cluster.local.",
	type: "A",
	transport: "udp",
	server: "10.43.0.10",
	tryNumber: 1,
	startMs: 0,
	rttMs: 43,
	outcome: "answer",
	...overrides,
});
const lost = attempt({ rttMs: null, outcome: "timeout" });
const rescued = sample({
	latencyMs: 5043,
	outcome: "late",
	attempts: [lost, attempt({ type: "AAAA", outcome: "nodata" }), attempt({ tryNumber: 2, startMs: 5000 })],
});
const given = sample({
	latencyMs: null,
	outcome: "timeout",
	gaveUp: true,
	intendedMs: 100,
	attempts: [lost, attempt({ tryNumber: 2, startMs: 5000, rttMs: null, outcome: "timeout" })],
});
const quick = sample({ attempts: [attempt()] });
const refused = sample({
	latencyMs: null,
	outcome: "servfail",
	attempts: [attempt({ outcome: "servfail" })],
});

const exemplars = (samples: readonly Sample[]) => plotRows(samples, {}).table.exemplars;

describe("the resolutions that a table keeps whole", () => {
	it("are in the order of how long the application waited, an early error among the quick ones", () => {
		expect(exemplars([quick, rescued, refused, given])).toEqual([given, rescued, quick, refused]);
	});

	it("are ten, the first asked among equals", () => {
		const many = Array.from({ length: 15 }, (_, tuple) =>
			sample({ tuple, intendedMs: 15 - tuple, attempts: [attempt()] }),
		);
		expect(exemplars(many).map(({ tuple }) => tuple)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
	});
});

describe("attemptEnd", () => {
	it("is the reply, the next try of the same question, or the end of waiting", () => {
		const [first = lost, second = lost, third = lost] = rescued.attempts;
		expect(attemptEnd(first, rescued, 5000)).toBe(5000);
		expect(attemptEnd(second, rescued, 5000)).toBe(43);
		expect(attemptEnd(third, rescued, 5000)).toBe(5043);
		expect(attemptEnd(given.attempts[1] ?? lost, given, 5000)).toBe(10_000);
	});
});

describe("waterfallPlot", () => {
	it.each([wideWidth, narrowWidth])("prints what it printed before, %i wide", (width) => {
		expect(waterfallPlot([given, rescued], ["direct"], 5000, width, english).text).toMatchSnapshot();
	});
});
