import { describe, expect, it } from "vitest";
import { cacheMetrics, metricsUrl } from "../../../src/use-cases/cluster-bench/cache-metrics.ts";
import { nameTruth } from "../../../src/use-cases/cluster-bench/name-truth.ts";
import type { NamedService } from "../../../src/use-cases/cluster-bench/named-services.ts";
import { serviceTtlSeconds } from "../../../src/use-cases/cluster-bench/service-ttl.ts";

describe("how long answers about Services may be kept", () => {
	it("is what the Corefile says, else CoreDNS' own five seconds", () => {
		const corefile = (ttl: string) =>
			`.:53 {\n  errors\n  kubernetes cluster.local in-addr.arpa {\n    pods insecure\n    ${ttl}\n  }\n  cache 30\n}\n`;
		expect(serviceTtlSeconds(corefile("ttl 30"))).toBe(30);
		expect(serviceTtlSeconds(corefile("fallthrough"))).toBe(5);
		expect(serviceTtlSeconds(corefile("ttl soon"))).toBe(5);
		expect(serviceTtlSeconds("{{{")).toBe(5);
		expect(serviceTtlSeconds(undefined)).toBe(5);
	});
});

describe("where a cache shows its metrics", () => {
	const at = (listener: string) => cacheMetrics([`.:53 {\n  prometheus ${listener}\n}\n`]);

	it.each([
		[":9253", "http://192.0.2.7:9253/metrics"],
		["0.0.0.0:9253", "http://192.0.2.7:9253/metrics"],
		["[{$NODE_IP}]:9253", "http://192.0.2.7:9253/metrics"],
		["169.254.20.10:9253", "http://169.254.20.10:9253/metrics"],
	])("is read from the listener %s", (listener, url) => {
		const metrics = at(listener);
		expect(metrics === undefined ? undefined : metricsUrl(metrics, "192.0.2.7")).toBe(url);
	});

	it("puts an IPv6 address in brackets", () => {
		expect(metricsUrl({ address: undefined, port: 9253 }, "2001:db8::7")).toBe(
			"http://[2001:db8::7]:9253/metrics",
		);
	});

	it("is nowhere for a cache that shows them to its own namespace, or not at all", () => {
		expect(at("127.0.0.1:9253")).toBeUndefined();
		expect(at("")).toBeUndefined();
		expect(cacheMetrics([".:53 {\n  errors\n}\n"])).toBeUndefined();
		expect(cacheMetrics([])).toBeUndefined();
	});
});

const service = (name: string, ...addresses: string[]): NamedService => ({
	name,
	namespace: "shop",
	addresses,
	isHeadless: false,
});

describe("what names were worth", () => {
	it("is what they had all the time; a name that changed is told of and holds for nothing", () => {
		const { truth, changed } = nameTruth(
			[service("web", "10.43.0.1"), service("db", "10.42.0.1", "10.42.0.2"), service("old", "10.43.0.9")],
			[service("web", "10.43.0.1"), service("db", "10.42.0.1")],
			"cluster.local",
		);
		expect(truth).toEqual({
			"web.shop.svc.cluster.local.": [{ sinceMs: null, addresses: ["10.43.0.1"] }],
		});
		expect(changed).toEqual([
			"db.shop.svc.cluster.local had 10.42.0.1, 10.42.0.2 at the begin and 10.42.0.1 at the end: its answers are not judged by their content",
			"old.shop.svc.cluster.local is gone: its answers are not judged by their content",
		]);
	});
});
