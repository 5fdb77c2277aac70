import { healthCheckCronJob } from "@localdns/core/manifests";
import { describe, expect, it } from "vitest";
import { type Asked, differencesFromSchedule } from "../../../src/use-cases/health-check/schedule.ts";

const asked: Asked = {
	...{ slo: "failures=0.5%", alarm: "3/5", nodes: undefined },
	names: ["kubernetes.default"],
};

/** What a run finds to be otherwise in a CronJob of these words. */
const differences = (options: readonly string[], own: Partial<Asked> = {}): Promise<string[]> => {
	const objects = healthCheckCronJob({ options, programs: { check: "", probe: "" } });
	const cronJob = objects.find(({ kind }) => kind === "CronJob");
	return differencesFromSchedule({ read: async () => cronJob }, "space", { ...asked, ...own });
};
const words = ["--slo", "failures=0.5%", "--alarm", "3/5"];

describe("a run beside a schedule", () => {
	it("is as those of the schedule where SLO, alarm, nodes and names are, whatever else", async () => {
		expect(await differences([...words, "--duration", "30000ms", "--rate", "5"])).toEqual([]);
		const names = ["--name", "db.shop", "--name", "web.shop"];
		expect(await differences([...words, ...names], { names: ["web.shop", "db.shop"] })).toEqual([]);
		expect(await differences([...words, "--name", "kubernetes.default"])).toEqual([]);
		expect(await differences(["--slo=failures=0.5%", "--alarm=3/5"])).toEqual([]);
	});

	it("is told in what it is not, in the words of the schedule", async () => {
		expect(await differences([...words, "--nodes", "pool=a"])).toEqual(["--nodes pool=a"]);
		expect(await differences(words, { nodes: "far", names: ["db.shop"] })).toEqual([
			"no --nodes",
			"no --name",
		]);
		expect(await differences(words, { slo: "p99=1ms", alarm: "1/1" })).toEqual([
			"--slo failures=0.5%",
			"--alarm 3/5",
		]);
	});

	it("differs in nothing where there is no CronJob", async () => {
		expect(await differencesFromSchedule({ read: async () => undefined }, "space", asked)).toEqual([]);
	});
});
