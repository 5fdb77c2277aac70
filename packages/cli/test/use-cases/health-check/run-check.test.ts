import { defaultAlarm, parseSlo } from "@localdns/core/health";
import { probePods } from "@localdns/core/manifests";
import { describe, expect, it } from "vitest";
import { type CheckRunSettings, runHealthCheck } from "../../../src/use-cases/health-check/run-check.ts";
import type { MeasurementEvent } from "../../../src/use-cases/measure-nodes/contract.ts";
import { hurryTime } from "../../hurried-time.ts";
import { ProbedCluster } from "../measure-nodes/probed-cluster.ts";

hurryTime(40);

const namespace = "localdns-health";
const slo = parseSlo("failures=1%");
if (!slo.ok) throw slo.error;
const settings: CheckRunSettings = {
	...{ run: "r", namespace, holder: "me", durationMs: 10_000, rate: 5, nodes: undefined },
	...{ slo: slo.slo, alarm: defaultAlarm, names: ["kubernetes.default"] },
	...{ keepsHistory: false, withinMs: undefined, probe: "// probe", images: {} },
};

async function check(cluster: ProbedCluster, events: MeasurementEvent[] = []) {
	const interrupt = new AbortController().signal;
	return await runHealthCheck(cluster, settings, { onEvent: (event) => events.push(event), interrupt });
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
});
