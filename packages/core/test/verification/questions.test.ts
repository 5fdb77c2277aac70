import { describe, expect, it } from "vitest";
import { readClusterDns } from "../../src/cluster-dns/index.ts";
import {
	questionText,
	readServiceToAsk,
	type ServiceToAsk,
	sampleServices,
	stubDomains,
	verificationQuestions,
} from "../../src/verification/index.ts";

const kubernetes = { namespace: "default", name: "kubernetes", addresses: ["10.43.0.1"] };
const kubeDns = { namespace: "kube-system", name: "kube-dns", addresses: ["10.43.0.10", "fd00:43::a"] };
const many = Array.from({ length: 300 }, (_, n) => ({
	namespace: "shop",
	name: `web-${n}`,
	addresses: n === 123 ? [] : [`10.43.9.${n % 250}`],
}));
const settings = { clusterDomain: "corp.local", services: [kubernetes, kubeDns, ...many], stubDomains: [] };

describe("questions of a fresh pod", () => {
	const asked = verificationQuestions({
		...settings,
		stubDomains: Array.from({ length: 50 }, (_, n) => `zone-${n}.example`),
		externalName: "example.com",
	});
	const texts = asked.map(questionText);

	it("are at most a hundred, whatever the cluster has, and none twice", () => {
		expect(asked.length).toBeLessThanOrEqual(100);
		expect(new Set(texts).size).toBe(texts.length);
	});

	it("know what the API server's own Services have to resolve to, by family", () => {
		const of = (text: string) => asked.find((each) => questionText(each) === text)?.expected;
		expect(of("udp A kubernetes.default.svc.corp.local.")).toEqual({ is: "data", data: ["10.43.0.1"] });
		expect(of("udp AAAA kubernetes.default.svc.corp.local.")).toEqual({ is: "nodata" });
		expect(of("udp AAAA kube-dns.kube-system.svc.corp.local.")).toEqual({ is: "data", data: ["fd00:43::a"] });
	});

	it("ask a name that must not exist, short names, and the name of each address of the cluster DNS", () => {
		expect(asked.filter(({ expected }) => expected?.is === "nxdomain").map(questionText)).toEqual([
			"udp A localdns-asks-for-no-such-service.default.svc.corp.local.",
			"udp AAAA localdns-asks-for-no-such-service.default.svc.corp.local.",
			"tcp A localdns-asks-for-no-such-service.default.svc.corp.local.",
			"udp+edns A localdns-asks-for-no-such-service.default.svc.corp.local.",
		]);
		expect(texts).toContain("udp A kubernetes.default");
		expect(texts).toContain("udp A example.com");
		const name = "kube-dns.kube-system.svc.corp.local.";
		expect(asked.filter(({ type, transport }) => type === "PTR" && transport === "udp")).toMatchObject([
			{ name: "1.0.43.10.in-addr.arpa." },
			{ name: "10.0.43.10.in-addr.arpa.", expected: { is: "data", data: [name] } },
			{ name: `a.${"0.".repeat(23)}3.4.0.0.0.0.d.f.ip6.arpa.` },
		]);
	});

	it("ask one of each kind over TCP and with EDNS as well", () => {
		for (const name of ["kubernetes.default.svc.corp.local.", "zone-0.example.", "example.com."]) {
			expect(texts).toContain(`tcp A ${name}`);
			expect(texts).toContain(`udp+edns A ${name}`);
		}
	});

	it("ask a headless Service where there is one, without an expectation", () => {
		const headless = asked.filter(({ name }) => name.startsWith("web-123.shop.svc"));
		expect(headless.length).toBeGreaterThan(1);
		expect(headless.every(({ expected }) => expected === undefined)).toBe(true);
	});
});

describe("the sample of Services", () => {
	it("is the same for the same Services in any order", () => {
		expect(sampleServices(many.toReversed(), 10)).toEqual(sampleServices(many, 10));
		expect(sampleServices(many, 10)).toHaveLength(10);
	});

	it("is read from the API's objects, without aliases for names of others", () => {
		const service = (spec: object) => readServiceToAsk({ metadata: { name: "a", namespace: "b" }, spec });
		expect(service({ type: "ExternalName", externalName: "example.org" })).toBeUndefined();
		expect(service({ clusterIP: "None", clusterIPs: ["None"] })?.addresses).toEqual([]);
		expect(service({ clusterIP: "10.43.0.7" })).toEqual({
			namespace: "b",
			name: "a",
			addresses: ["10.43.0.7"],
		} satisfies ServiceToAsk);
	});
});

describe("stub domains of a cluster DNS", () => {
	it("are the zones of server blocks and plugins, and the names of hosts files behind them", () => {
		const read = readClusterDns({
			corefile:
				".:53 {\n  kubernetes cluster.local in-addr.arpa ip6.arpa\n  hosts /etc/coredns/NodeHosts {\n    fallthrough\n  }\n  forward . /etc/resolv.conf\n  import /etc/coredns/custom/*.override\n}\nimport /etc/coredns/custom/*.server\n",
			nodeHosts: "192.0.2.1 near\n192.0.2.2 far\n",
			custom: { "corp.server": "corp.example:53 {\n  forward . 192.0.2.53\n}\n" },
		});
		if (!read.ok) throw read.error;
		expect(stubDomains(read.facts)).toEqual(["corp.example", "near", "far"]);
	});
});
