import { describe, expect, it } from "vitest";
import { renderBundle } from "../../src/manifests/bundle.ts";
import type { BundleSettings } from "../../src/manifests/bundle-settings.ts";
import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";
import { serializeYaml } from "../../src/manifests/serialize.ts";

const combinations = [
	["article", "node-cache", "kubelet"],
	["upstream", "node-cache", "kubelet"],
	["upstream", "node-cache", "intercept"],
	["upstream", "coredns", "kubelet"],
	["resilient", "node-cache", "kubelet"],
	["resilient", "node-cache", "intercept"],
	["resilient", "coredns", "kubelet"],
] as const;

interface Container {
	args: string[];
	ports?: object[];
	readinessProbe?: object;
	livenessProbe?: object;
}

const kinds = (objects: KubernetesObject[]) =>
	objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

function podOf(settings: BundleSettings) {
	const set = renderBundle(settings).find(({ kind }) => kind === "DaemonSet") as KubernetesObject & {
		spec: {
			updateStrategy: object;
			template: {
				metadata: { annotations: Record<string, string> };
				spec: {
					containers: [Container];
					initContainers?: { command: string[] }[];
					enableServiceLinks?: boolean;
				};
			};
		};
	};
	const { template, updateStrategy } = set.spec;
	return {
		...template.spec,
		annotations: template.metadata.annotations,
		updateStrategy,
		container: template.spec.containers[0],
	};
}

describe("the objects of a cache", () => {
	it.each(combinations)("are for %s, %s, %s as in the golden file", async (profile, engine, mode) => {
		const text = serializeYaml(renderBundle({ profile, engine, mode }));
		await expect(text).toMatchFileSnapshot(`../fixtures/bundles/${profile}-${engine}-${mode}.yaml`);
	});

	it("come in apply order: the account first, the second Service before the pods that look it up", () => {
		expect(kinds(renderBundle({ profile: "resilient", engine: "node-cache", mode: "intercept" }))).toEqual([
			"ServiceAccount/node-local-dns",
			"Service/kube-dns-upstream",
			"Service/node-local-dns",
			"ConfigMap/node-local-dns",
			"DaemonSet/node-local-dns",
		]);
	});

	it("are the article's plus the account without which no pod starts", () => {
		expect(kinds(renderBundle({ profile: "article", engine: "node-cache" }))).toEqual([
			"ServiceAccount/node-local-dns",
			"ConfigMap/node-local-dns",
			"DaemonSet/node-local-dns",
		]);
	});

	it("live in the namespace that was asked for", () => {
		for (const [profile, engine, mode] of combinations) {
			const objects = renderBundle({ profile, engine, mode, namespace: "dns" });
			expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(["dns"]));
		}
	});

	it.each([
		{ profile: "article", engine: "coredns" },
		{ profile: "article", engine: "node-cache", mode: "intercept" },
		{ profile: "resilient", engine: "coredns", mode: "intercept" },
	] as const)("are refused for %j", (settings) => {
		expect(() => renderBundle(settings)).toThrow(expect.objectContaining({ code: "LDNS407" }));
	});
});

describe("an update of the cache", () => {
	it.each(combinations.filter(([profile]) => profile !== "article"))(
		"of %s, %s, %s leaves no gap: a surge, no host ports, no teardown, a readiness probe",
		(profile, engine, mode) => {
			const { container, updateStrategy } = podOf({ profile, engine, mode });
			expect(updateStrategy).toEqual({
				type: "RollingUpdate",
				rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
			});
			expect(container.ports).toBeUndefined();
			expect(container.readinessProbe).toBeDefined();
			expect(container.livenessProbe).toBeDefined();
			if (engine === "node-cache") expect(container.args).toContain("-skipteardown");
		},
	);

	it("follows a changed Corefile, and nothing else rolls the pods", () => {
		const hash = (more: Partial<BundleSettings>) =>
			podOf({ profile: "resilient", engine: "coredns", ...more }).annotations["localdns.dev/corefile-hash"];
		expect(hash({ clusterDns: "10.96.0.10" })).not.toBe(hash({}));
		expect(hash({ namespace: "dns" })).toBe(hash({}));
	});
});

describe("a cache's pod", () => {
	it("is told of both addresses and of the second Service in mode intercept only", () => {
		const intercept = podOf({ profile: "resilient", engine: "node-cache", mode: "intercept" });
		expect(intercept.container.args.join(" ")).toContain("-localip 169.254.20.10,10.43.0.10 ");
		expect(intercept.container.args.join(" ")).toContain("-upstreamsvc kube-dns-upstream ");
		expect(intercept.enableServiceLinks).toBe(true);
		const kubelet = podOf({ profile: "resilient", engine: "node-cache" });
		expect(kubelet.container.args.join(" ")).toContain("-localip 169.254.20.10 ");
		expect(kubelet.container.args).not.toContain("-upstreamsvc");
		expect(kubelet.enableServiceLinks).toBe(false);
	});

	it("never gets -syncinterval, whose unit is wrong in node-cache", () => {
		for (const [profile, engine, mode] of combinations) {
			expect(podOf({ profile, engine, mode }).container.args.join(" ")).not.toContain("syncinterval");
		}
	});

	it("adds an IPv6 address with its own prefix length", () => {
		const { initContainers } = podOf({
			profile: "resilient",
			engine: "coredns",
			localAddress: "fd00:169:254:20::10",
		});
		expect(initContainers?.[0]?.command[2]).toBe(
			"ip address show dev lo | grep -qF 'inet6 fd00:169:254:20::10/128' || ip address add fd00:169:254:20::10/128 dev lo",
		);
	});

	it("is found by Prometheus only where its metrics can be reached", () => {
		const scraped = (metrics: "node" | "local" | "off") =>
			podOf({ profile: "resilient", engine: "coredns", metrics }).annotations["prometheus.io/scrape"];
		expect(scraped("node")).toBe("true");
		expect(scraped("local")).toBeUndefined();
		expect(kinds(renderBundle({ profile: "resilient", engine: "coredns", metrics: "off" }))).not.toContain(
			"Service/node-local-dns",
		);
	});
});
