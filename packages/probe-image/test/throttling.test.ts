import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readThrottling, throttledBetween } from "../src/throttling.ts";

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true });
});

function groupWith(file: string, text: string): string {
	const folder = mkdtempSync(join(tmpdir(), "localdns-cgroup-"));
	folders.push(folder);
	mkdirSync(join(folder, file, ".."), { recursive: true });
	writeFileSync(join(folder, file), text);
	return folder;
}

describe("readThrottling", () => {
	it("reads version 2", () => {
		const text =
			"usage_usec 9\nuser_usec 5\nsystem_usec 4\nnr_periods 30\nnr_throttled 7\nthrottled_usec 1234500\n";
		expect(readThrottling(groupWith("cpu.stat", text))).toEqual({ periods: 7, ms: 1234.5 });
	});

	it.each(["cpu/cpu.stat", "cpu,cpuacct/cpu.stat"])("reads version 1 in %s", (file) => {
		const text = "nr_periods 30\nnr_throttled 7\nthrottled_time 1234500000\n";
		expect(readThrottling(groupWith(file, text))).toEqual({ periods: 7, ms: 1234.5 });
	});

	it.each(["usage_usec 9\n", "", "nr_throttled x\nthrottled_usec y\n"])("finds none in %j", (text) => {
		expect(readThrottling(groupWith("cpu.stat", text))).toBeUndefined();
	});

	it("finds none where there is no control group", () => {
		expect(readThrottling("/nowhere")).toBeUndefined();
	});
});

describe("throttledBetween", () => {
	it("is what came to it, and unknown where one reading is missing", () => {
		expect(throttledBetween({ periods: 2, ms: 10.2 }, { periods: 5, ms: 30 })).toEqual({
			periods: 3,
			ms: 20,
		});
		expect(throttledBetween(undefined, { periods: 5, ms: 30 })).toBeUndefined();
	});
});
