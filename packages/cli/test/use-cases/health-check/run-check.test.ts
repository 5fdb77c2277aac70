import { LocaldnsError } from "@localdns/core";
import { defaultAlarm, parseSlo } from "@localdns/core/health";
import { healthCheckCronJob, probePods } from "@localdns/core/manifests";
import { describe, expect, it } from "vitest";
import { type CheckRunSettings, runHealthCheck } from "../../../src/use-cases/health-check/run-check.ts";
import type { MeasurementEvent } from "../../../src/use-cases/measure-nodes/contract.ts";
import { hurryTime } from "../../hurried-time.ts";
import { ProbedCluster } from "../measure-nodes/probed-cluster.ts";

hurryTime(100);

const namespace = "localdns-health";
const slo = parseSlo("failures=1%");
if (!slo.ok) throw slo.error;
const settings: CheckRunSettings = {
	...{ run: "r", namespace, holder: "me", durationMs: 10_000, rate: 5, nodes: undefined },
	...{ slo: slo.slo, alarm: defaultAlarm, names: ["kubernetes.default"] },
	...{ keepsHistory: false, withinMs: undefined, probe: "// probe", images: {} },
};

async function check(
	cluster: ProbedCluster,
	events: MeasurementEvent[] = [],
	more: Partial<CheckRunSettings> = {},
) {
	const interrupt = new AbortController().signal;
	const all = { ...settings, ...more };
	return await runHealthCheck(cluster, all, { onEvent: (event) => events.push(event), interrupt });
}

describe("a run of the health check", { timeout: 60_000 }, () => {
	it("removes the probes that a run has left which was killed, before it makes its own", async () => {
		const cluster = new ProbedCluster(["a"], {}, 10_000);
		const image = { program: "// probe" };
		const killed = { run: "killed", namespace, image, plans: { a: "{}" }, deadlineSeconds: 600 };
		for (const object of probePods({ ...killed, resolver: "kubelet" })) await cluster.create(object);
		const events: MeasurementEvent[] = [];
		await check(cluster, events);
		const notes = events.flatMap((event) => (event.type === "note" ? [event.text] : []));
		expect(notes).toContain("removed what a run that was killed has left: 1 Pod, 2 ConfigMaps");
		expect(cluster.left.filter((name) => name.includes("killed"))).toEqual([]);
	});

	const away = new LocaldnsError("LDNS601", "it is out of reach");

	it("waits for an API server that is away from its first question on where it is the schedule's, and by hand does not", async () => {
		const cluster = new ProbedCluster(["a"], {}, 10_000);
		cluster.away = away;
		await expect(check(cluster, [], { keepsHistory: undefined })).rejects.toBe(away);
		expect(cluster.requests).toBe(1);
		setTimeout(() => {
			cluster.away = undefined;
		}, 20_000);
		const checked = await check(cluster, [], { keepsHistory: true });
		expect(checked?.report.nodes.map(({ node }) => node)).toEqual(["a"]);
	});

	it("is judged by itself where the schedule asks otherwise, and says so", async () => {
		const cluster = new ProbedCluster(["a"], {}, 10_000);
		const options = ["--slo", "failures=2%", "--alarm", "3/5"];
		for (const object of healthCheckCronJob({ namespace, options, programs: { check: "", probe: "" } }))
			if (object.kind === "CronJob") await cluster.create(object);
		const checked = await check(cluster, [], { keepsHistory: undefined });
		expect(checked?.report.historyRuns).toBe(0);
		expect(checked?.report.notes).toEqual([
			"this run is judged by itself and not remembered, for the schedule has --slo failures=2%; --history adds it",
		]);
	});

	it("waits five minutes for an API server that does not come back, and not as long again for each request", async () => {
		const cluster = new ProbedCluster(["a"], {}, 10_000);
		setTimeout(() => {
			cluster.away = away;
		}, 12_000);
		const beganAt = performance.now();
		await expect(check(cluster)).rejects.toBe(away);
		expect(performance.now() - beganAt).toBeLessThan(420_000);
	});
});
