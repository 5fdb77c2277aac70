import type { ApiObject } from "@localdns/core/cluster";
import { healthCheckCronJob, type KubernetesObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { healthPlanJson, healthPlanLines } from "../../../src/presentation/health-plan-view.ts";
import { createStyle } from "../../../src/presentation/style.ts";
import {
	installHealthCheck,
	planHealthCheck,
	planHealthCheckRemoval,
	removeHealthCheck,
} from "../../../src/use-cases/health-check/installation.ts";
import { receiversObject } from "../../../src/use-cases/health-check/receivers.ts";
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

describe("addresses of receivers", () => {
	const secret = `Secret ${namespace}/localdns-health-receivers`;
	const mayHold = { webhook: "https://hooks.example.org/t0ken" };
	const wanted = (receivers: { readonly webhook?: string }): KubernetesObject[] => {
		const object = receiversObject(namespace, receivers);
		return object === undefined ? [...objects] : [object, ...objects];
	};
	const install = async (cluster: MemoryCluster, receivers: { readonly webhook?: string }) => {
		const plan = await planHealthCheck(cluster, namespace, wanted(receivers));
		const signal = new AbortController().signal;
		await installHealthCheck(cluster, plan, { force: false, onChange: () => {}, signal });
		return plan;
	};

	it("are kept in a Secret that a second install does not write, and shown by no plan", async () => {
		const cluster = new AnnotatedCluster();
		await install(cluster, mayHold);
		expect(cluster.writes).toContain(`apply ${secret}`);
		const before = cluster.writes.length;
		await install(cluster, mayHold);
		expect(cluster.writes.length).toBe(before);

		const other = "https://hooks.example.org/0ther";
		const { changes } = await planHealthCheck(cluster, namespace, wanted({ webhook: other }));
		const shown = [
			healthPlanLines(changes, createStyle(false)),
			healthPlanJson("HealthCheckInstallReport", cluster.place, changes, false),
		].join("");
		expect(shown).toContain(`~ ${secret}: data.webhook\n`);
		for (const url of [mayHold.webhook, other])
			for (const text of [url, Buffer.from(url).toString("base64")]) expect(shown).not.toContain(text);
	});

	it("go with an install that has none, and that of someone else stays", async () => {
		const cluster = new AnnotatedCluster();
		await install(cluster, mayHold);
		await install(cluster, {});
		expect(cluster.writes.at(-1)).toBe(`delete ${secret}`);

		const [, name = ""] = secret.split("/");
		cluster.put({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace } });
		await install(cluster, {});
		expect(cluster.objects.has(secret)).toBe(true);
	});

	it("go with an uninstall", async () => {
		const cluster = new AnnotatedCluster();
		await install(cluster, mayHold);
		const removal = await planHealthCheckRemoval(cluster, namespace, objects);
		expect(removal.foreign).toEqual([]);
		await removeHealthCheck(cluster, removal, () => {});
		expect([...cluster.objects.keys()]).toEqual([]);
	});
});
