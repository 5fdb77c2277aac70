import { describe, expect, it } from "vitest";
import { readTailscale } from "../../src/cluster/index.ts";

/** As tailscaled 1.102.5 answers, without what is not read. */
const status = {
	Version: "1.102.5-t0a1b2c3d4-g5e6f7a8b9",
	TUN: true,
	BackendState: "Running",
	TailscaleIPs: ["100.64.0.2", "fd7a:115c:a1e0::2"],
	Self: { HostName: "far", KeyExpiry: "2026-03-15T12:00:00Z", Relay: "lab" },
};
const prefs = { ControlURL: "http://10.198.0.1:8080", CorpDNS: false, NetfilterMode: 2 };
const nowMs = Date.parse("2026-03-01T00:00:00Z");
const read = (change: { status?: unknown; prefs?: unknown; mtu?: number } = {}) =>
	readTailscale({ status, prefs, mtu: 1280, nowMs, paths: [], ...change });

describe("what tailscaled says of itself", () => {
	it("is kept as far as checks need it, and no further", () => {
		expect(read()).toEqual({
			version: "1.102.5",
			backendState: "Running",
			addresses: ["100.64.0.2", "fd7a:115c:a1e0::2"],
			hasInterface: true,
			mtu: 1280,
			acceptsDns: false,
			hasFirewall: true,
			keyExpiresInDays: 14,
			paths: [],
		});
	});

	it("knows userspace networking, DNS that is taken over, a firewall that is off", () => {
		expect(read({ status: { ...status, TUN: false } })?.hasInterface).toBe(false);
		expect(read({ prefs: { ...prefs, CorpDNS: true } })?.acceptsDns).toBe(true);
		expect(read({ prefs: { ...prefs, NetfilterMode: 0 } })?.hasFirewall).toBe(false);
	});

	it("knows a key that has expired, and one that never does", () => {
		const expiring = (KeyExpiry: string | undefined) =>
			read({ status: { ...status, Self: { KeyExpiry } } })?.keyExpiresInDays;
		expect(expiring("2026-02-27T12:00:00Z")).toBe(-2);
		expect(expiring("0001-01-01T00:00:00Z")).toBeUndefined();
		expect(expiring(undefined)).toBeUndefined();
	});

	it("is read of a daemon that is not logged in yet", () => {
		const state = { BackendState: "NeedsLogin", TailscaleIPs: null, Self: null };
		expect(read({ status: state })).toMatchObject({ backendState: "NeedsLogin", addresses: [], version: "" });
	});

	it("is nothing where the answer is none of tailscaled's", () => {
		for (const odd of [null, 7, "x", {}, []]) {
			expect(read({ status: odd })).toBeUndefined();
		}
		expect(read({ prefs: null })).toBeUndefined();
	});
});
