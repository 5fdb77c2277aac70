import { describe, expect, it } from "vitest";
import { searchList } from "../../src/dns/search-list.ts";
import type { StubProfile } from "../../src/measure/sample.ts";

const pod = { search: ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"], ndots: 5 };
const names = (name: string, profile: StubProfile, conf = pod) =>
	searchList(name, conf, profile).map((each) => each.name);

describe("searchList", () => {
	it.each(["glibc", "musl", "go"] as const)(
		"%s tries every suffix, then the name as written, below ndots",
		(profile) => {
			expect(names("web.shop", profile)).toEqual([
				"web.shop.shop.svc.cluster.local.",
				"web.shop.svc.cluster.local.",
				"web.shop.cluster.local.",
				"web.shop.",
			]);
		},
	);

	it("knows that a cluster name with four dots is still searched for", () => {
		expect(names("kube-dns.kube-system.svc.cluster.local", "glibc")).toHaveLength(4);
	});

	it.each(["glibc", "go"] as const)("%s tries the name as written first from ndots on", (profile) => {
		expect(names("a.b.c.d.e.f", profile)[0]).toBe("a.b.c.d.e.f.");
		expect(names("a.b.c.d.e.f", profile)).toHaveLength(4);
	});

	it("musl gives up the search list from ndots on", () => {
		expect(names("a.b.c.d.e.f", "musl")).toEqual(["a.b.c.d.e.f."]);
	});

	it.each(["glibc", "musl", "go", "raw"] as const)("%s asks a name with a final dot as it is", (profile) => {
		expect(names("Web.shop.", profile)).toEqual(["web.shop."]);
	});

	it("raw never searches", () => {
		expect(names("web", "raw")).toEqual(["web."]);
	});

	it("marks the name as written", () => {
		expect(searchList("web", pod, "glibc").map((each) => each.asWritten)).toEqual([
			false,
			false,
			false,
			true,
		]);
	});

	it("asks the name as written where the root stands in glibc's list, and not once more", () => {
		const conf = { search: ["", "cluster.local"], ndots: 5 };
		expect(names("web", "glibc", conf)).toEqual(["web.", "web.cluster.local."]);
		expect(names("web", "go", conf)).toEqual(["web.cluster.local.", "web."]);
	});

	it("leaves out what is too long for DNS", () => {
		const long = Array.from({ length: 4 }, () => "a".repeat(60)).join(".");
		expect(names(long, "glibc")).toEqual([`${long}.`]);
	});
});
