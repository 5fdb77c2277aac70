import { describe, expect, it } from "vitest";
import {
	allowsDns,
	cacheAddress,
	cacheAddresses,
	intercepts,
	isSelected,
	readConfigMap,
	readDaemonSet,
	readDeployment,
	readEgressRules,
	readEndpoints,
	readPod,
	readService,
} from "../../src/cluster/index.ts";
import {
	configMap,
	healthyCluster,
	installed,
	notInstalled,
	podObject,
	policy,
} from "../checks/k3s-cluster.ts";

describe("objects of the API", () => {
	it("are read as far as they go", () => {
		expect(readService({})).toEqual({ addresses: [], ports: [] });
		expect(readDeployment({})).toEqual({ wanted: 1, ready: 0, image: "", owners: [] });
		expect(readDaemonSet({})).toMatchObject({ isObserved: true, wanted: 0, isOurs: false });
		expect(readConfigMap({})).toEqual({ data: {}, owners: [] });
		expect(readEndpoints([{}])).toEqual([]);
		expect(readEgressRules({})).toBeUndefined();
		expect(readPod({}, () => true)).toMatchObject({ name: "", node: undefined, asksClusterDns: true });
	});

	it("say who wrote which field, status left out", () => {
		const managedFields = [
			{ manager: "a", fieldsV1: { "f:data": { ".": {}, "f:x.y": {}, 'k:{"n":"v"}': { "f:z": {} } } } },
			{ manager: "b", subresource: "status", fieldsV1: { "f:status": {} } },
			{ manager: "c" },
		];
		expect(readConfigMap({ metadata: { managedFields } }).owners).toEqual([
			{ path: "data.x.y", manager: "a" },
			{ path: "data.z", manager: "a" },
		]);
	});

	it("end a tree of fields that never ends", () => {
		const endless: Record<string, unknown> = {};
		endless["f:a"] = endless;
		const managedFields = [{ manager: "a", fieldsV1: endless }];
		expect(readConfigMap({ metadata: { managedFields } }).owners).toEqual([]);
	});

	it("know a DaemonSet whose controller has not seen the last change", () => {
		const metadata = { generation: 3 };
		expect(readDaemonSet({ metadata, status: { observedGeneration: 2 } }).isObserved).toBe(false);
	});
});

describe("endpoints", () => {
	it("count a pod of two families once, and take no word for ready", () => {
		const endpoint = (ready?: boolean) => ({
			nodeName: "a",
			conditions: { ready },
			targetRef: { name: "coredns-1" },
		});
		expect(readEndpoints([{ endpoints: [endpoint()] }, { endpoints: [endpoint()] }])).toEqual([
			{ pod: "coredns-1", node: "a", isReady: true },
		]);
		expect(readEndpoints([{ endpoints: [endpoint(false)] }])[0]?.isReady).toBe(false);
	});
});

describe("a pod", () => {
	const pod = (spec: object, phase?: string) => {
		const object = podObject({ name: "p", spec });
		return readPod(phase === undefined ? object : { ...object, status: { phase } }, () => false);
	};

	it("that has ended is left out", () => {
		expect(pod({}, "Succeeded")).toBeUndefined();
		expect(pod({}, "Failed")).toBeUndefined();
		expect(pod({}, "Pending")).toBeDefined();
	});

	it.each([
		[{}, true],
		[{ dnsPolicy: "Default" }, false],
		[{ dnsPolicy: "None" }, false],
		[{ hostNetwork: true }, false],
		[{ hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }, true],
	])("with %j asks the cluster DNS: %s", (spec, asks) => {
		expect(pod(spec)?.asksClusterDns).toBe(asks);
	});

	it("keeps its labels only where somebody wants them", () => {
		expect(pod({})?.labels).toEqual({});
		expect(readPod(podObject({ name: "p" }), (space) => space === "shop")?.labels).toEqual({ app: "web" });
	});
});

describe("a selector", () => {
	const labels = { app: "web", tier: "front" };

	it.each([
		[{}, true],
		[{ matchLabels: { app: "web" } }, true],
		[{ matchLabels: { app: "db" } }, false],
		[{ matchExpressions: [{ key: "app", operator: "In", values: ["web", "db"] }] }, true],
		[{ matchExpressions: [{ key: "zone", operator: "In", values: ["a"] }] }, false],
		[{ matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] }, true],
		[{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
		[{ matchExpressions: [{ key: "tier", operator: "Exists" }] }, true],
		[{ matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] }, false],
		[{ matchExpressions: [{ key: "toString", operator: "Exists" }] }, false],
	])("%j: %s", (selector, selected) => {
		expect(isSelected(labels, selector)).toBe(selected);
	});
});

describe("an egress policy", () => {
	const rules = (egress: object[] | undefined) => policy({ policyTypes: ["Egress"], egress });
	const block = (cidr: string, except?: string[]) => ({ to: [{ ipBlock: { cidr, except } }] });

	it.each([
		[undefined, false],
		[[], false],
		[[{}], true],
		[[{ to: [{ namespaceSelector: {} }] }], false],
		[[block("169.254.20.10/32")], true],
		[[block("169.254.0.0/16")], true],
		[[block("0.0.0.0/0")], true],
		[[block("0.0.0.0/0", ["169.254.0.0/16"])], false],
		[[block("169.254.20.8/31")], false],
		[[block("::/0")], false],
		[[block("no network")], false],
		[[{ ports: [{ protocol: "UDP" }] }], true],
		[[{ ports: [{ protocol: "UDP", port: 50, endPort: 60 }] }], true],
		[[{ ports: [{ protocol: "UDP", port: 54 }] }], false],
		[[{ ports: [{ protocol: "UDP", port: 40, endPort: 50 }] }], false],
		[[{ ports: [{ protocol: "UDP", port: "dns" }] }], false],
		[[{ ports: [{ protocol: "TCP", port: 53 }] }], false],
	])("%j lets a pod ask 169.254.20.10: %s", (egress, allowed) => {
		expect(allowsDns(rules(egress), "169.254.20.10")).toBe(allowed);
	});

	it("of IPv6 is read as well", () => {
		expect(allowsDns(rules([block("fd00:169:254::/48")]), "fd00:169:254:20::10")).toBe(true);
		expect(allowsDns(rules([block("fd00:170::/32")]), "fd00:169:254:20::10")).toBe(false);
	});

	it("is one only where it says so, or has rules for what leaves", () => {
		expect(readEgressRules({ spec: { policyTypes: ["Ingress"], egress: [] } })).toBeUndefined();
		expect(readEgressRules({ spec: { egress: [] } })).toBeDefined();
		expect(readEgressRules({ spec: { podSelector: {} } })).toBeUndefined();
	});
});

describe("the installed cache", () => {
	it("is where its Corefile binds it, in either mode and either engine", () => {
		const cluster = (settings: Parameters<typeof installed>[0]) => ({
			...healthyCluster,
			cache: installed(settings),
		});
		const plain = cluster({});
		expect([cacheAddresses(plain), intercepts(plain)]).toEqual([["169.254.20.10"], false]);
		const both = cluster({ mode: "intercept", localAddress: "169.254.25.10" });
		expect([cacheAddresses(both).toSorted(), intercepts(both), cacheAddress(both)]).toEqual([
			["10.43.0.10", "169.254.25.10"],
			true,
			"169.254.25.10",
		]);
		const dual = cluster({ engine: "coredns", ipFamily: "dual" });
		expect(cacheAddresses(dual)).toEqual(["169.254.20.10", "fd00:169:254:20::10"]);
	});

	it("has an address of its own, whichever its Corefile names first", () => {
		const data = { Corefile: ".:53 {\n  bind 10.43.0.10 169.254.25.10\n  forward . 10.43.7.7\n}\n" };
		const cache = { ...installed(), configuration: configMap(data) };
		expect(cacheAddress({ ...healthyCluster, cache })).toBe("169.254.25.10");
	});

	it("is taken for where it usually is when there is none", () => {
		expect(cacheAddresses({ ...healthyCluster, cache: notInstalled })).toEqual(["169.254.20.10"]);
	});
});
