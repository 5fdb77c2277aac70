import type { ClusterNode } from "@localdns/core/cluster";
import { describe, expect, it } from "vitest";
import { armsOn, chooseArms } from "../../../src/use-cases/cluster-bench/choose-arms.ts";
import { chooseNodes } from "../../../src/use-cases/cluster-bench/choose-nodes.ts";
import { chooseServices, type ServiceChoice } from "../../../src/use-cases/cluster-bench/choose-services.ts";
import { keyOf, type NamedService } from "../../../src/use-cases/cluster-bench/named-services.ts";
import type { FoundCache } from "../../../src/use-cases/cluster-bench/observe-bench.ts";

const cache: FoundCache = {
	mode: "kubelet",
	image: "cache:1",
	corefile: undefined,
	address: "169.254.20.10",
	readyOn: new Set(["far", "near"]),
	metrics: undefined,
};

describe("the arms of a run in a cluster", () => {
	it("are both where a cache is installed, and the baseline alone where none is", () => {
		expect(chooseArms(undefined, { direct: "10.43.0.10", cache }, ["far", "near"]).arms).toEqual([
			{ name: "direct", way: "direct", server: "10.43.0.10" },
			{ name: "cache", way: "cache", server: "169.254.20.10" },
		]);
		const alone = chooseArms(undefined, { direct: "10.43.0.10", cache: null }, ["far"]);
		expect(alone.arms.map(({ name }) => name)).toEqual(["direct"]);
		expect(alone.withoutCache.size).toBe(0);
	});

	it("leave the cache out on a node where none is ready", () => {
		const chosen = chooseArms(undefined, { direct: "10.43.0.10", cache }, ["attic", "far"]);
		expect([...chosen.withoutCache]).toEqual(["attic"]);
		expect(armsOn(chosen, "attic").map(({ name }) => name)).toEqual(["direct"]);
		expect(armsOn(chosen, "far").map(({ name }) => name)).toEqual(["direct", "cache"]);
	});

	it("refuse a cache that is not there, or on none of the nodes", () => {
		const wanted = [{ name: "cache", way: "cache" }] as const;
		expect(() => chooseArms(wanted, { direct: "10.43.0.10", cache: null }, ["far"])).toThrow("no cache");
		expect(() => chooseArms(undefined, { direct: "10.43.0.10", cache }, ["attic"])).toThrow("on none");
	});
});

const node = (name: string, notReady?: string) => ({ name, notReady }) as ClusterNode;

describe("the nodes of a run", () => {
	it("are all that are Ready; the others are named with what their kubelet says", () => {
		const chosen = chooseNodes([node("attic", "no heartbeat"), node("far")], undefined);
		expect(chosen.measured.map(({ name }) => name)).toEqual(["far"]);
		expect(chosen.missing).toEqual([{ node: "attic", reason: "It is not Ready: no heartbeat" }]);
	});

	it("are refused where one has no such name, or none is left", () => {
		expect(() => chooseNodes([node("far")], ["near"])).toThrow("there is no node near");
		expect(() => chooseNodes([node("far", "x"), node("near")], ["far"])).toThrow("no node that was selected");
	});
});

const service = (name: string, addresses = ["10.43.0.1"], isHeadless = false): NamedService => ({
	name,
	namespace: "shop",
	addresses,
	isHeadless,
});
const many = [
	...Array.from({ length: 30 }, (_, i) => service(`web-${i}`)),
	...Array.from({ length: 5 }, (_, i) => service(`db-${i}`, ["10.42.0.7"], true)),
	service("empty", [], true),
	service(
		"crowd",
		Array.from({ length: 13 }, (_, i) => `10.42.1.${i}`),
		true,
	),
];
const choice: ServiceChoice = {
	names: { services: [], external: [], excludes: () => false },
	rate: 5,
	ttlSeconds: 5,
	stubProfile: "glibc",
	seed: 7,
};

describe("the Services of the hot names", () => {
	it("are as many as come round within the TTL in all their forms, one of them headless", () => {
		const chosen = chooseServices(many, choice);
		expect(chosen).toHaveLength(8);
		expect(chosen[0]?.isHeadless).toBe(false);
		expect(chosen[1]?.isHeadless).toBe(true);
		expect(chooseServices(many, { ...choice, rate: 1 })).toHaveLength(1);
		expect(chooseServices(many, { ...choice, rate: 1, ttlSeconds: 30 })).toHaveLength(10);
		expect(chooseServices(many, { ...choice, stubProfile: "raw" })).toHaveLength(25);
	});

	it("are the same for the same seed, and others for another", () => {
		expect(chooseServices(many, choice)).toEqual(chooseServices(many, choice));
		expect(chooseServices(many, choice)).not.toEqual(chooseServices(many, { ...choice, seed: 8 }));
	});

	it("are left alone by the cache's own, and by others that come", () => {
		const keys = (services: readonly NamedService[]) => chooseServices(services, choice).map(keyOf);
		const installed = ["node-local-dns", "kube-dns-upstream"].map((name) => ({
			...service(name),
			namespace: "kube-system",
		}));
		const before = keys(many);
		expect(keys([...installed, ...many])).toEqual(before);
		const anything = { ...choice, rate: 50, ttlSeconds: 60 };
		expect(chooseServices([...installed, ...many], anything)).toHaveLength(35);
		for (let i = 0; i < 10; i++) {
			const after = keys([service(`new-${i}`), ...many]);
			expect(before.filter((key) => !after.includes(key)).length).toBeLessThanOrEqual(1);
		}
	});

	it("never hold one without an answer, or with one too long for a packet", () => {
		const chosen = chooseServices(many, { ...choice, rate: 50, ttlSeconds: 60 });
		expect(chosen).toHaveLength(35);
		expect(chosen.some(({ name }) => name === "empty" || name === "crowd")).toBe(false);
	});

	it("begin with those of the file and leave out what it excludes", () => {
		const names = {
			services: [{ name: "web-29", namespace: "shop" }],
			external: [],
			excludes: ({ name }: { name: string }) => name.startsWith("db-"),
		};
		const chosen = chooseServices(many, { ...choice, names });
		expect(chosen).toHaveLength(8);
		expect(chosen[0]?.name).toBe("web-29");
		expect(chosen.some(({ isHeadless }) => isHeadless)).toBe(false);
		const absent = { ...names, services: [{ name: "gone", namespace: "shop" }] };
		expect(() => chooseServices(many, { ...choice, names: absent })).toThrow("there is no Service gone.shop");
	});
});
