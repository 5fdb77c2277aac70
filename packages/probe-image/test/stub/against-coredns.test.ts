import { stubProfiles } from "@localdns/core/measure";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningCoreDns, startCoreDns } from "../servers/coredns.ts";
import { attemptsOf, resolveOnce } from "../servers/resolve-once.ts";

let dns: RunningCoreDns;
beforeAll(async () => {
	dns = await startCoreDns();
});
afterAll(() => dns.close());

const searching = stubProfiles.filter((each) => each !== "raw");
const settings = { timeoutMs: 5000 };

describe.each(stubProfiles)("%s against CoreDNS", (profile) => {
	const ask = (name: string, expect?: "address" | "nxdomain") =>
		resolveOnce({
			name,
			servers: [dns.address],
			profile,
			settings,
			deadlineMs: 5000,
			...(expect === undefined ? {} : { expect }),
		});

	it("gets both addresses of an absolute name with two packets", async () => {
		const sample = await ask("api.shop.svc.cluster.local.");
		expect(sample).toMatchObject({
			outcome: "ok",
			addresses: ["10.43.7.8", "fd00::8"],
			nxdomain: false,
			gaveUp: false,
		});
		expect(attemptsOf(sample)).toEqual(["udp A answer", "udp AAAA answer"]);
		expect(sample.latencyMs).toBeGreaterThan(0);
		expect(sample.latencyMs).toBeLessThan(1000);
		for (const attempt of sample.attempts) expect(attempt.rttMs).toBeGreaterThan(0);
	});

	it("is content with A where there is no AAAA", async () => {
		const sample = await ask("web.shop.svc.cluster.local.");
		expect(sample).toMatchObject({ outcome: "ok", addresses: ["10.43.7.7"] });
		expect(attemptsOf(sample)).toEqual(["udp A answer", "udp AAAA nodata"]);
	});

	it("follows the aliases within an answer", async () => {
		expect(await ask("alias.shop.svc.cluster.local.")).toMatchObject({
			outcome: "ok",
			addresses: ["10.43.7.8", "fd00::8"],
		});
	});

	it("takes NXDOMAIN for a name that must not exist, and for nothing else", async () => {
		const name = "missing.shop.svc.cluster.local.";
		expect(await ask(name, "nxdomain")).toMatchObject({
			outcome: "ok",
			nxdomain: true,
			addresses: [],
			gaveUp: false,
		});
		expect(await ask(name)).toMatchObject({
			outcome: "unexpected_nxdomain",
			nxdomain: true,
			latencyMs: null,
			gaveUp: true,
		});
	});

	it("tells NODATA from an address", async () => {
		expect(await ask("text.shop.svc.cluster.local.")).toMatchObject({
			outcome: "unexpected_nodata",
			addresses: [],
			gaveUp: true,
		});
	});

	it("finds an address where none may be", async () => {
		expect(await ask("web.shop.svc.cluster.local.", "nxdomain")).toMatchObject({
			outcome: "wrong_answer",
			addresses: ["10.43.7.7"],
		});
	});
});

describe.each(searching)("%s against CoreDNS, through the search list", (profile) => {
	const ask = (name: string) =>
		resolveOnce({ name, servers: [dns.address], profile, settings, deadlineMs: 5000 });

	it("finds a Service of another namespace with the second suffix", async () => {
		const sample = await ask("web.shop");
		expect(sample).toMatchObject({ outcome: "ok", addresses: ["10.43.7.7"], name: "web.shop" });
		expect(sample.attempts.map((each) => each.name)).toEqual([
			"web.shop.shop.svc.cluster.local.",
			"web.shop.shop.svc.cluster.local.",
			"web.shop.svc.cluster.local.",
			"web.shop.svc.cluster.local.",
		]);
	});

	it("repeats a truncated answer over TCP and gets all of it", async () => {
		const sample = await ask("big");
		expect(sample.outcome).toBe("ok");
		expect(sample.addresses).toHaveLength(80);
		expect(attemptsOf(sample)).toContain("tcp A answer");
	});
});

describe("raw against CoreDNS", () => {
	it("has no TCP for a truncated answer", async () => {
		const sample = await resolveOnce({
			name: "big.shop.svc.cluster.local.",
			servers: [dns.address],
			profile: "raw",
			settings,
		});
		expect(sample.outcome).toBe("truncated_tcp_fail");
	});
});

describe("which EDNS a stub announces", () => {
	it("lets an answer of 40 addresses fit for go, and truncates it for glibc", async () => {
		const medium = { name: "mid", servers: [dns.address], settings, deadlineMs: 5000 };
		const glibc = await resolveOnce({ ...medium, profile: "glibc" });
		const go = await resolveOnce({ ...medium, profile: "go" });
		expect(attemptsOf(glibc)).toContain("udp A truncated");
		expect(attemptsOf(go)).toContain("udp A answer");
		expect(go.addresses).toEqual(glibc.addresses);
	});
});
