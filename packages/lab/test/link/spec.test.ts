import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import { formatLinkSpec, linkPresets, parseLinkSpec } from "../../src/link/spec.ts";

describe("parseLinkSpec", () => {
	it("reads every key", () =>
		expect(parseLinkSpec("rtt=80ms,jitter=5ms,loss=2%,burst=300ms,udp-limit=1mbit,load=2mbit")).toEqual({
			rttMs: 80,
			jitterMs: 5,
			loss: 0.02,
			burstMs: 300,
			udpLimitBitsPerSecond: 1e6,
			loadBitsPerSecond: 2e6,
		}));

	it("takes from clean what is not given", () =>
		expect(parseLinkSpec("loss=5%")).toEqual({ ...linkPresets.clean, loss: 0.05 }));

	it.each(Object.entries(linkPresets))("knows %s by name", (name, spec) =>
		expect(parseLinkSpec(name)).toEqual(spec),
	);

	it("changes a preset by the pairs behind it", () =>
		expect(parseLinkSpec("lossy,loss=1%")).toEqual({ ...linkPresets.lossy, loss: 0.01 }));

	it("reads a limit of nothing, which blocks UDP, and prints it so that it reads back", () => {
		const blocked = parseLinkSpec("lossy,udp-limit=0");
		expect(blocked).toEqual({ ...linkPresets.lossy, udpLimitBitsPerSecond: 0 });
		expect(parseLinkSpec(formatLinkSpec(blocked))).toEqual(blocked);
	});

	it.each([
		["rtt=43", "rtt=43", "rtt= with a time"],
		["rtt=11s", "rtt=11s", "0ms to 10s"],
		["loss=5", "loss=5", "loss= with a percentage"],
		["loss=100%", "loss=100%", "0% to 99%"],
		["burst=0ms,loss=5%", "burst=0ms", "1ms to 60s"],
		["udp-limit=1mb", "udp-limit=1mb", "a bit rate"],
		["load=1gbit,udp-limit=1mbit", "load=1gbit", "100mbit"],
		["losy", "losy", "clean, lossy, cross-province, policed"],
		["delay=3ms", "delay=3ms", "rtt=, jitter=, loss="],
		["", "", "clean, lossy"],
		["loss=5%,", "", "clean, lossy"],
		["loss=5%,lossy", "lossy", "clean, lossy"],
		["constructor=1", "constructor=1", "clean, lossy"],
		["loss=5%,loss=6%", "loss=6%", "each key once"],
		["rtt=3ms,jitter=5ms", "rtt=3ms,jitter=5ms", "a jitter of at most the rtt"],
		["burst=300ms", "burst=300ms", "together with loss="],
		["load=1mbit", "load=1mbit", "together with udp-limit="],
		["udp-limit=0kbit", "udp-limit=0kbit", "or 0, which blocks UDP"],
		["load=1mbit,udp-limit=0", "load=1mbit,udp-limit=0", "above 0"],
	])("refuses %j and names the flag, what was read and what is allowed", (text, read, allowed) => {
		const error = caught(() => parseLinkSpec(text));
		expect(error.code).toBe("LDNS101");
		expect(error.exitCode).toBe(2);
		expect(error.message).toContain(`--link: read ${JSON.stringify(read)}; allowed is`);
		expect(error.message).toContain(allowed);
	});
});

it.each(Object.entries(linkPresets))("prints %s in full so that it reads back", (_, spec) =>
	expect(parseLinkSpec(formatLinkSpec(spec))).toEqual(spec),
);

function caught(act: () => unknown): LocaldnsError {
	try {
		act();
	} catch (error) {
		if (error instanceof LocaldnsError) return error;
	}
	throw new Error("it was taken");
}
