import type { ApiObject } from "@localdns/core/cluster";
import { healthCheckCronJob, type KubernetesObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { installHealthCheck, planHealthCheck } from "../../../src/use-cases/health-check/installation.ts";
import { whileMeasuring } from "../../../src/use-cases/measure-nodes/measurement-lock.ts";
import { MemoryCluster } from "../change/memory-cluster.ts";

const namespace = "localdns-health-check";
const objects = healthCheckCronJob({ namespace, programs: { check: "// check", probe: "// probe" } });

/** Annotations can be changed. */
class AnnotatedCluster extends MemoryCluster {
	override async patch(ref?: ObjectRef, change?: object): Promise<ApiObject | undefined> {
		const there = ref === undefined ? undefined : await this.read(ref);
		if (ref === undefined || there === undefined) return undefined;
		const { metadata = {} } = change as { metadata?: { annotations?: Record<string, string> } };
		const annotations = { ...there.metadata?.annotations, ...metadata.annotations };
		this.put({ ...there, metadata: { ...there.metadata, annotations } } as unknown as KubernetesObject);
		return await this.read(ref);
	}
}

describe("an installed health check", () => {
	it("keeps the namespace that a check by hand had made for itself", async () => {
		const cluster = new AnnotatedCluster();
		const lock = { namespace, command: "health-check", holder: "me", onEvent: () => {} };
		await whileMeasuring(cluster, lock, async () => {
			const plan = await planHealthCheck(cluster, namespace, objects);
			const signal = new AbortController().signal;
			await installHealthCheck(cluster, plan, { force: false, onChange: () => {}, signal });
		});
		expect([...cluster.objects.keys()]).toEqual(
			expect.arrayContaining([`Namespace ${namespace}`, `CronJob ${namespace}/localdns-health-check`]),
		);
		expect(cluster.writes).not.toContain(`delete Namespace ${namespace}`);
	});
});
