import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../src/cluster/index.ts";
import { type BundleSettings, type KubernetesObject, renderBundle } from "../../src/manifests/index.ts";
import { teardownOf } from "../../src/plan/index.ts";

function daemonSet(settings: Partial<BundleSettings>): KubernetesObject {
	const bundle = renderBundle({ mode: "kubelet", profile: "resilient", engine: "node-cache", ...settings });
	return bundle.find(({ kind }) => kind === "DaemonSet") as KubernetesObject;
}
/** What lies below a path of names and indices. */
const at = (object: unknown, ...path: (string | number)[]): unknown =>
	path.reduce((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], object);
const pod = ["spec", "template", "spec"] as const;

describe("the last shape of a cache", () => {
	it.each(["kubelet", "intercept"] as const)(
		"of node-cache in mode %s ends without -skipteardown, and differs in nothing else of its pod",
		(mode) => {
			const live = daemonSet({ mode });
			const last = teardownOf(live as ApiObject);
			const args = at(live, ...pod, "containers", 0, "args") as string[];
			expect(args).toContain("-skipteardown");
			expect(at(last, ...pod, "containers", 0, "args")).toEqual(
				args.filter((arg) => arg !== "-skipteardown"),
			);
			const put = JSON.stringify(at(last, ...pod)).replace('"-metrics', '"-skipteardown","-metrics');
			expect(JSON.parse(put)).toEqual(at(live, ...pod));
			expect(at(last, "spec", "selector")).toEqual(at(live, "spec", "selector"));
		},
	);

	it("of node-cache with both IP families changes each of its containers", () => {
		const last = teardownOf(
			daemonSet({ ipFamily: "dual", clusterDns: ["10.43.0.10", "fd00:43::a"] }) as ApiObject,
		);
		const containers = at(last, ...pod, "containers") as { args: string[] }[];
		expect(containers.length).toBe(2);
		expect(containers.flatMap(({ args }) => args)).not.toContain("-skipteardown");
	});

	it("of CoreDNS deletes the addresses that it had added, and waits without probes", () => {
		const live = daemonSet({ engine: "coredns" });
		const last = teardownOf(live as ApiObject);
		const [, , script, , ...addresses] = at(last, ...pod, "initContainers", 0, "command") as string[];
		expect(script).toContain("ip address delete");
		expect(addresses).toEqual(["169.254.20.10/32"]);
		const main = at(last, ...pod, "containers", 0) as Record<string, unknown>;
		expect(main.image).toBe(at(live, ...pod, "initContainers", 0, "image"));
		expect(Object.keys(main)).not.toEqual(expect.arrayContaining(["livenessProbe"]));
		expect(Object.keys(main)).not.toEqual(expect.arrayContaining(["readinessProbe"]));
		expect(main.args).toBeUndefined();
	});

	it("is made once: a cache that has it is left alone", () => {
		for (const engine of ["node-cache", "coredns"] as const) {
			const last = teardownOf(daemonSet({ engine }) as ApiObject);
			expect(teardownOf(last as ApiObject)).toBeUndefined();
		}
	});

	it("is not made of what is no cache of ours", () => {
		expect(teardownOf({ metadata: { name: "node-local-dns" } })).toBeUndefined();
		expect(teardownOf(daemonSet({ profile: "article" }) as ApiObject)).toBeUndefined();
	});
});
