import { describe, expect, it } from "vitest";
import { planWorkloads, type WorkloadInput } from "../../src/measure/workload.ts";

const input: WorkloadInput = {
	runId: "7f3c",
	arms: ["direct", "resilient"],
	rates: { hot: 20, cold: 15, external: 15, fresh: 5 },
	services: [
		{ name: "web", namespace: "shop" },
		{ name: "kube-dns", namespace: "kube-system" },
	],
	fresh: [{ name: "canary", namespace: "shop" }],
	external: ["one.example", "two.example", "three.example"],
	podNamespace: "shop",
	stubProfile: "glibc",
};
const planned = (name: string, change: Partial<WorkloadInput> = {}) =>
	planWorkloads({ ...input, ...change }).find((each) => each.workload === name);

describe("planWorkloads", () => {
	it("asks every Service in every form, and the short one only within the pod's namespace", () => {
		expect(planned("hot")?.names["*"]?.map((each) => `${each.form} ${each.name}`)).toEqual([
			"svc web",
			"svc.ns web.shop",
			"svc.ns.svc.cluster.local web.shop.svc.cluster.local",
			"absolute web.shop.svc.cluster.local.",
			"svc.ns kube-dns.kube-system",
			"svc.ns.svc.cluster.local kube-dns.kube-system.svc.cluster.local",
			"absolute kube-dns.kube-system.svc.cluster.local.",
		]);
	});

	it("expects either answer of a name that comes and goes", () => {
		expect(planned("fresh")?.names["*"]?.every((each) => each.expect === "varies")).toBe(true);
	});

	it("makes a cold name that is new in every tuple, arm and run", () => {
		expect(planned("cold")?.names).toEqual({
			"*": [{ name: "ld-7f3c-{arm}-{n}.shop.svc.cluster.local.", form: "absolute", expect: "nxdomain" }],
		});
	});

	it("deals external names out, so that no two arms share one", () => {
		const names = planned("external")?.names ?? {};
		expect(names.direct?.map((each) => each.name)).toEqual(["one.example", "three.example"]);
		expect(names.resilient?.map((each) => each.name)).toEqual(["two.example"]);
	});

	it("gives a template with the arm in it to every arm", () => {
		const names = planned("external", { external: ["x-{arm}-{n}.example"] })?.names ?? {};
		expect(names.direct).toEqual(names.resilient);
	});

	it("leaves out a workload without a rate or without a name for every arm", () => {
		expect(planned("cold", { rates: { hot: 1 } })).toBeUndefined();
		expect(planned("external", { external: ["one.example"] })).toBeUndefined();
		expect(planned("fresh", { fresh: [] })).toBeUndefined();
	});

	it("gives raw absolute names only, because it does not search", () => {
		expect(new Set(planned("hot", { stubProfile: "raw" })?.names["*"]?.map((each) => each.form))).toEqual(
			new Set(["absolute"]),
		);
	});

	it("takes another cluster domain", () => {
		expect(planned("cold", { clusterDomain: "k8s.example" })?.names["*"]?.[0]?.name).toBe(
			"ld-7f3c-{arm}-{n}.shop.svc.k8s.example.",
		);
	});
});
