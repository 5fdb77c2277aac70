import { describe, expect, it } from "vitest";
import { engineVersion } from "../../src/corefile/engines.ts";
import { renderBundle } from "../../src/manifests/bundle.ts";
import type { BundleSettings } from "../../src/manifests/bundle-settings.ts";
import { combinations } from "../../src/manifests/combinations.ts";
import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";
import { serializeYaml } from "../../src/manifests/serialize.ts";
import { kinds, podOf } from "./rendered.ts";

const title = "$profile, $engine, $mode, $ipFamily";
const ours = combinations.filter(({ profile }) => profile !== "article");

describe("the objects of a cache", () => {
	it.each(combinations)(`are for ${title} as in the golden file`, async (combination) => {
		const { profile, engine, mode, ipFamily } = combination;
		await expect(serializeYaml(renderBundle(combination))).toMatchFileSnapshot(
			`../fixtures/bundles/${profile}-${engine}-${mode}-${ipFamily}.yaml`,
		);
	});

	it("are with every setting used as in the golden file", async () => {
		const text = serializeYaml(
			renderBundle(
				{
					profile: "resilient",
					engine: "node-cache",
					mode: "intercept",
					ipFamily: "dual",
					localAddress: ["169.254.25.10", "fd00:169:254:25::10"],
					clusterDns: ["10.96.0.10", "fd00:96::a"],
					clusterDomain: "k.example",
					clusterCidrs: ["10.244.0.0/16", "10.96.0.0/12", "fd00:244::/56"],
					externalUpstreams: ["192.0.2.53", "192.0.2.54"],
					metricsPort: 19253,
					images: {
						registry: "registry.example.com:5000/mirror",
						pullPolicy: "IfNotPresent",
						pullSecrets: ["mirror"],
					},
					nodeSelector: { "example.com/cache": "yes" },
					tolerations: [{ key: "edge", operator: "Exists" }],
					resources: { requests: { memory: "100Mi" }, limits: { memory: "200Mi", cpu: "1" } },
					trafficDistribution: "PreferSameZone",
					egressPolicies: [{ namespace: "shop" }, { namespace: "pay", podLabels: { app: "till" } }],
				},
				"1.2.3",
			),
		);
		await expect(text).toMatchFileSnapshot("../fixtures/bundles/every-setting.yaml");
	});

	it.each(
		(["article", "upstream", "resilient"] as const).flatMap((profile) =>
			(["node-cache", "coredns"] as const).flatMap((engine) =>
				(["kubelet", "intercept"] as const).flatMap((mode) =>
					(["ipv4", "ipv6", "dual"] as const).map((ipFamily) => ({ profile, engine, mode, ipFamily })),
				),
			),
		),
	)(`of ${title} exist or are refused as the list of combinations says`, (each) => {
		const listed = combinations.some((one) => JSON.stringify(one) === JSON.stringify(each));
		if (listed) expect(renderBundle(each).length).toBeGreaterThan(2);
		else expect(() => renderBundle(each)).toThrow(expect.objectContaining({ code: "LDNS407" }));
	});

	it("come in apply order: the inventory first, the second Service before the pods that look it up", () => {
		const objects = renderBundle({
			profile: "resilient",
			engine: "node-cache",
			mode: "intercept",
			egressPolicies: [{ namespace: "shop" }],
		});
		expect(kinds(objects)).toEqual([
			"ConfigMap/node-local-dns-inventory",
			"ServiceAccount/node-local-dns",
			"Service/kube-dns-upstream",
			"Service/node-local-dns",
			"NetworkPolicy/node-local-dns",
			"ConfigMap/node-local-dns",
			"DaemonSet/node-local-dns",
		]);
	});

	it("live in the namespace that was asked for", () => {
		for (const combination of combinations.filter(({ mode }) => mode === "kubelet")) {
			const objects = renderBundle({ ...combination, namespace: "dns" });
			expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(["dns"]));
		}
	});

	it("stay beside the cluster DNS in mode intercept, whose second Service selects pods of its own namespace", () => {
		expect(() =>
			renderBundle({ profile: "resilient", engine: "node-cache", mode: "intercept", namespace: "dns" }),
		).toThrow(expect.objectContaining({ code: "LDNS407" }));
	});

	it("are the same whenever they are rendered", () => {
		const settings: BundleSettings = { profile: "resilient", engine: "node-cache", ipFamily: "dual" };
		expect(serializeYaml(renderBundle(settings))).toBe(serializeYaml(renderBundle({ ...settings })));
	});
});

describe("an update of the cache", () => {
	it.each(ours)(`of ${title} leaves no gap: a surge, no host ports, no teardown, probes`, (combination) => {
		const { containers, updateStrategy } = podOf(combination);
		expect(updateStrategy).toEqual({
			type: "RollingUpdate",
			rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
		});
		for (const { ports, readinessProbe, livenessProbe, args } of containers) {
			expect(ports).toBeUndefined();
			expect(readinessProbe).toBeDefined();
			expect(livenessProbe).toMatchObject({ httpGet: { path: "/health", port: 8080 } });
			if (combination.engine === "node-cache") {
				expect(args).toContain("-skipteardown");
				expect(args).toContain("-pidfile");
			}
		}
	});

	it("follows a changed Corefile, and nothing else rolls the pods", () => {
		const hash = (more: Partial<BundleSettings>) =>
			podOf({ profile: "resilient", engine: "coredns", ...more }).annotations["localdns.dev/corefile-hash"];
		expect(hash({ clusterDns: "10.96.0.10" })).not.toBe(hash({}));
		expect(hash({ namespace: "dns" })).toBe(hash({}));
	});

	it("follows a changed Corefile of the second process as well", () => {
		const hash = (more: Partial<BundleSettings>) =>
			podOf({ profile: "resilient", engine: "node-cache", ipFamily: "dual", ...more }).annotations[
				"localdns.dev/corefile-hash"
			];
		expect(hash({ clusterDns: ["10.43.0.10", "fd00:96::a"] })).not.toBe(hash({}));
	});
});

describe("a cache's pod", () => {
	it("is told of both addresses and of the second Service in mode intercept only", () => {
		const { containers: intercept, enableServiceLinks } = podOf({
			profile: "resilient",
			engine: "node-cache",
			mode: "intercept",
		});
		expect(intercept[0].args.join(" ")).toContain("-localip 169.254.20.10,10.43.0.10 ");
		expect(intercept[0].args.join(" ")).toContain("-upstreamsvc kube-dns-upstream ");
		expect(enableServiceLinks).toBe(true);
		const kubelet = podOf({ profile: "resilient", engine: "node-cache" });
		expect(kubelet.containers[0].args.join(" ")).toContain("-localip 169.254.20.10 ");
		expect(kubelet.containers[0].args).not.toContain("-upstreamsvc");
		expect(kubelet.enableServiceLinks).toBe(false);
	});

	it("never gets -syncinterval, whose unit is wrong in node-cache", () => {
		for (const combination of combinations) {
			const words = podOf(combination).containers.flatMap(({ args }) => args);
			expect(words.join(" ")).not.toContain("syncinterval");
		}
	});

	it("has a node-cache for each IP family, which share nothing that both would write or listen on", () => {
		const { containers } = podOf({ profile: "resilient", engine: "node-cache", ipFamily: "dual" });
		expect(containers.map(({ name }) => name)).toEqual(["node-cache", "node-cache-ipv6"]);
		const valueAfter = (flag: string) =>
			containers.map(({ args }) => {
				const at = args.indexOf(flag);
				return at === -1 ? undefined : args[at + 1];
			});
		expect(valueAfter("-localip")).toEqual(["169.254.20.10", "fd00:169:254:20::10"]);
		expect(valueAfter("-interfacename")).toEqual([undefined, "nodelocaldns6"]);
		for (const flag of ["-conf", "-basecorefile", "-pidfile", "-metrics-listen-address"]) {
			expect(new Set(valueAfter(flag)).size, flag).toBe(2);
		}
		const { Corefile: first = "", "Corefile-ipv6": second = "" } = (
			renderBundle({ profile: "resilient", engine: "node-cache", ipFamily: "dual" }).find(
				({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "node-local-dns",
			) as KubernetesObject & { data: Record<string, string> }
		).data;
		for (const line of ["bind", "health", "prometheus"]) {
			const lines = [first, second].map((text) => new RegExp(`^ +${line} .*$`, "m").exec(text)?.[0]);
			expect(new Set(lines).size, line).toBe(2);
		}
	});

	it("adds the addresses of a CoreDNS for both IP families, each with its own prefix length", () => {
		const { initContainers } = podOf({ profile: "resilient", engine: "coredns", ipFamily: "dual" });
		expect(initContainers?.[0]?.command.slice(3)).toEqual([
			"address",
			"169.254.20.10/32",
			"fd00:169:254:20::10/128",
		]);
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

	it("takes images from a mirror under their own paths, and single ones from where they are said to be", () => {
		const imagesOf = (images: BundleSettings["images"], engine: "node-cache" | "coredns") => {
			const { containers, initContainers = [] } = podOf({
				profile: "resilient",
				engine,
				...(images === undefined ? {} : { images }),
			});
			return [...initContainers, ...containers].map(({ image }) => image);
		};
		const { version } = engineVersion("node-cache");
		expect(imagesOf({ registry: "r.example:5000/m" }, "node-cache")).toEqual([
			`r.example:5000/m/dns/k8s-dns-node-cache:${version}`,
		]);
		expect(imagesOf({ registry: "r.example" }, "coredns")).toEqual([
			"r.example/rancher/mirrored-library-busybox:1.37.0",
			"r.example/rancher/mirrored-coredns-coredns:1.15.0",
		]);
		expect(imagesOf({ cache: "own/cache:1", registry: "r.example" }, "node-cache")).toEqual(["own/cache:1"]);
	});
});
