import { describe, expect, it } from "vitest";
import { type LinkLine, parseLinkLog, printLinkLine, watchedLink } from "../../src/cluster/index.ts";

const beginMs = 1_764_072_000_000;
const part = { node: "edge", targets: ["near"], beginMs, durationMs: 60_000 };

type Ping = readonly [ping: LinkLine["pings"][number][number], way?: string];

/** A log of one target with a ping every 5 s, two rounds a line; the first is at `fromMs` of the measured part. */
function logOf(pings: readonly Ping[], fromMs = 0, over: Partial<LinkLine> = {}): string {
	const lines: LinkLine[] = [];
	for (let first = 0; first < pings.length; first += 2) {
		const rounds = pings.slice(first, first + 2);
		lines.push({
			kind: "links",
			number: first / 2,
			at: rounds.map((_, index) => beginMs + fromMs + (first + index) * 5000),
			tailscaled: { version: "1.102.5", state: "Running" },
			mtu: 1280,
			pings: [rounds.map(([ping]) => ping)],
			ways: [rounds.map(([, way]) => way ?? "")],
			seen: [],
			...over,
		});
	}
	return lines.map(printLinkLine).join("");
}

const direct = (rttMs: number): Ping => [rttMs, "direct"];
const derp = (rttMs: number): Ping => [rttMs, "derp lab"];
const lost: Ping = [null];
const link = (text: string) => watchedLink(parseLinkLog(text), part);

describe("the link of a node, from a watch of it", () => {
	it("counts and ranks the pings of the measured part, and not those of the warm-up", () => {
		const warmUp = [direct(500), lost];
		const measured = [...Array.from({ length: 11 }, (_, index) => direct(index + 10)), lost];
		const { paths, ...facts } = link(logOf([...warmUp, ...measured], -10_000)).link;
		expect(facts).toEqual({ tailscale: "1.102.5", mtu: 1280 });
		expect(paths).toEqual([
			{
				to: "near",
				by: "direct",
				pings: { sent: 12, lost: 1 },
				rttMs: { p50: 15, p90: 19, p99: 20, max: 20 },
				changes: [],
			},
		]);
	});

	it("dates a change by the first ping that went the new way, and marks it", () => {
		const { link: found, marks } = link(logOf([direct(20), direct(20), lost, derp(90), derp(91), derp(92)]));
		expect(found.paths[0]).toMatchObject({
			...{ by: "derp", region: "lab", pings: { sent: 6, lost: 1 } },
			changes: [{ atMs: 15_000, from: "direct", to: "derp lab" }],
		});
		const text = "the way to near changed from direct to derp lab";
		expect(marks).toEqual([{ atMs: 15_000, node: "edge", kind: "path", text }]);
	});

	it("begins with the way of the warm-up, and takes a change before the measured part for none", () => {
		const { link: found, marks } = link(logOf([derp(90), direct(20), lost, direct(20)], -12_000));
		expect(found.paths[0]).toMatchObject({ by: "direct", changes: [], pings: { sent: 1, lost: 0 } });
		expect(marks).toEqual([]);
		const { changes } = link(logOf([derp(90), lost, direct(20)], -7000)).link.paths[0] as {
			changes: unknown;
		};
		expect(changes).toEqual([{ atMs: 3000, from: "derp lab", to: "direct" }]);
	});

	it("takes no lost ping or three for a way that is gone, and dates the fourth by the first", () => {
		expect(link(logOf([direct(20), lost, lost, lost, direct(20)])).link.paths[0]?.changes).toEqual([]);
		const { link: found, marks } = link(logOf([direct(20), lost, lost, lost, lost, direct(21)]));
		expect(found.paths[0]?.changes).toEqual([
			{ atMs: 5000, from: "direct", to: "nothing" },
			{ atMs: 25_000, from: "nothing", to: "direct" },
		]);
		expect(marks[0]?.text).toBe("nothing came back from near any more (direct before)");
	});

	it("does not count what a tailscaled that was away has not sent, and says when it was", () => {
		const text = [
			logOf([direct(20), direct(20)]),
			printLinkLine({
				...{ kind: "links", number: 1, at: [beginMs + 10_000, beginMs + 15_000] },
				...{ tailscaled: null, mtu: null, pings: [["unsent", 22]], ways: [["", "direct"]] },
				seen: [[beginMs + 10_000, "no tailscaled is there (it has no socket)"]],
			}),
		].join("");
		const { link: found, marks } = link(text);
		expect(found).toMatchObject({ tailscale: "1.102.5", mtu: 1280 });
		expect(found.paths[0]?.pings).toEqual({ sent: 3, lost: 0 });
		expect(found.paths[0]?.changes.map(({ atMs, to }) => [atMs, to])).toEqual([
			[10_000, "nothing"],
			[15_000, "direct"],
		]);
		// Once, and not for every path that ends with it.
		expect(marks.map(({ atMs, text }) => [atMs, text])).toEqual([
			[10_000, "no tailscaled is there (it has no socket)"],
			[15_000, "the way to near changed from nothing to direct"],
		]);
	});

	it("is null with a reason where no tailscaled was ever there, where nothing was printed, and where Node failed", () => {
		const seen = [[beginMs, "no tailscaled is there (it has no socket)"]] as const;
		const silent = logOf([["unsent"], ["unsent"]], 0, { tailscaled: null, mtu: null, seen });
		expect(link(silent)).toEqual({
			link: {
				...{ tailscale: null, mtu: null, paths: [] },
				reason: "no tailscaled is there (it has no socket)",
			},
			marks: [],
		});
		expect(link("").link.reason).toBe("the pod that was to watch it said nothing");
		expect(link("Error: Cannot find module\n").link.reason).toBe("Error: Cannot find module");
	});

	it("names a peer relay, and a tailscaled that is not up", () => {
		const state = { tailscaled: { version: "1.102.5", state: "Stopped" } };
		const { link: found } = link(logOf([[30, "peer-relay"]], 0, state));
		expect(found.paths[0]).toMatchObject({ by: "peer-relay", rttMs: { max: 30 } });
		expect(found.paths[0]).not.toHaveProperty("region");
		expect(found.reason).toBe("tailscaled is in state Stopped");
	});

	it("says whom tailscaled does not ping at all, also where that was known before the measured part", () => {
		const seen = [[beginMs - 9000, "tailscaled does not ping near: no matching peer"]] as const;
		const { link: found, marks } = link(logOf([lost, lost], -9000, { seen }));
		expect(found).toMatchObject({ reason: seen[0][1], paths: [{ by: "nothing", rttMs: null }] });
		expect(marks).toEqual([]);
		expect(link(logOf([lost, direct(20), direct(20)], -9000, { seen })).link).not.toHaveProperty("reason");
	});

	it("does not bury a time line under a way that changes with every ping", () => {
		const flapping = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? direct(20) : derp(90)));
		const { link: found, marks } = watchedLink(parseLinkLog(logOf(flapping)), {
			...part,
			durationMs: 300_000,
		});
		expect(found.paths[0]?.changes).toHaveLength(59);
		expect(marks).toHaveLength(21);
		expect(marks.at(-1)?.text).toBe("the way to near changed 39 times more until the end");
	});
});

describe("the log of a watch", () => {
	const whole = logOf([direct(20), direct(21), derp(90), derp(91), lost, derp(92)]);

	it("is read in order and once, however often and in pieces it came", () => {
		const lines = whole.split("\n");
		const log = parseLinkLog([lines[2], lines[0], lines[1]?.slice(0, 40), lines[1], lines[0]].join("\n"));
		expect(log.lines.map(({ number }) => number)).toEqual([0, 1, 2]);
		expect(log.missing).toBe(0);
	});

	it("names what was cut out of it", () => {
		const text = whole.split("\n").toSpliced(1, 1).join("\n");
		expect(parseLinkLog(text).missing).toBe(1);
		expect(link(text).link.reason).toBe("1 line of its watch missing");
		expect(link(text).link.paths[0]?.pings).toEqual({ sent: 4, lost: 1 });
	});

	it("stays below 16 KiB a line and 1 MiB an hour, with ten targets of the longest names", () => {
		const line = (seen: LinkLine["seen"]) =>
			printLinkLine({
				...{ kind: "links", number: 719, at: [beginMs, beginMs + 5000] },
				tailscaled: { version: "1.102.5", state: "NeedsMachineAuth" },
				mtu: 1280,
				pings: Array(10).fill([12_345.67, 12_345.67]),
				ways: Array(10).fill([`derp ${"r".repeat(20)}`, `derp ${"r".repeat(20)}`]),
				seen,
			});
		const refusal = `tailscaled does not ping ${"n".repeat(253)}: ${"x".repeat(200)}`;
		expect(line(Array(20).fill([beginMs, refusal])).length).toBeLessThan(16 * 1024);
		expect(line([]).length * 361).toBeLessThan(1024 * 1024);
	});
});
