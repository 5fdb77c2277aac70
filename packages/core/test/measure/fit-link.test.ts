import { describe, expect, it } from "vitest";
import { LinkFitter } from "../../src/measure/fit-link.ts";
import { createRandom, type Random } from "../../src/measure/random.ts";
import type { Attempt, Sample } from "../../src/measure/sample.ts";

interface Link {
	rttMs: number;
	jitterMs: number;
	/** Each way. */
	loss: number;
	burstMs: number | null;
	blackouts?: { startMs: number; durationMs: number }[];
}

/** Whether a packet sent at this instant is lost on one way; instants ascend. */
function oneWay({ loss, burstMs }: Link, random: Random): (atMs: number) => boolean {
	if (burstMs === null) return () => random.next() < loss;
	const goodMs = (burstMs * (1 - loss)) / loss;
	let bad = random.next() < loss;
	let changeMs = random.exponential(bad ? burstMs : goodMs);
	return (atMs) => {
		while (changeMs <= atMs) {
			bad = !bad;
			changeMs += random.exponential(bad ? burstMs : goodMs);
		}
		return bad;
	};
}

/** Resolutions of one A and one AAAA question each, over a link made by arithmetic. */
function samplesOver(link: Link, { seed = 1, seconds = 900, rate = 2 } = {}): Sample[] {
	const random = createRandom(seed);
	const [there, back] = [oneWay(link, random.fork("there")), oneWay(link, random.fork("back"))];
	const delay = random.fork("delay");
	const samples: Sample[] = [];
	let tuple = 0;
	for (let atMs = 0; atMs < seconds * 1000; atMs += random.exponential(1000 / rate), tuple++) {
		const attempts = (["A", "AAAA"] as const).map((type, index): Attempt => {
			const sentMs = atMs + index * 0.1;
			const dark = (link.blackouts ?? []).some(
				({ startMs, durationMs }) => sentMs >= startMs && sentMs < startMs + durationMs,
			);
			const lost = [there(sentMs), back(sentMs + link.rttMs / 2), dark].includes(true);
			const rttMs = link.rttMs + (delay.next() + delay.next() - 1) * link.jitterMs;
			return {
				name: "web.shop.svc.cluster.local.",
				type,
				transport: "udp",
				server: "10.43.0.10",
				tryNumber: 1,
				startMs: index * 0.1,
				rttMs: lost ? null : rttMs,
				outcome: lost ? "timeout" : "answer",
			};
		});
		const failed = attempts.some(({ rttMs }) => rttMs === null);
		samples.push({
			kind: "sample",
			node: "far",
			arm: "direct",
			workload: "hot",
			tuple,
			name: "web.shop.svc.cluster.local.",
			form: "absolute",
			intendedMs: atMs,
			latenessMs: 0,
			latencyMs: failed ? null : link.rttMs,
			outcome: failed ? "timeout" : "ok",
			gaveUp: false,
			addresses: [],
			nxdomain: false,
			attempts,
		});
	}
	return samples;
}

function fitted(samples: readonly Sample[]) {
	const fitter = new LinkFitter();
	for (const sample of samples) fitter.add(sample);
	const fit = fitter.fit();
	if (!fit.ok) throw new Error(fit.reason);
	const { spec, blackouts, basis } = fit.link;
	const figures = Object.fromEntries(
		spec.split(",").map((pair): [string, number] => {
			const [key = "", value = ""] = pair.split("=");
			return [key, Number.parseFloat(value) * (/\ds$/.test(value) ? 1000 : 1)];
		}),
	);
	return { spec, blackouts, basis, ...figures } as {
		spec: string;
		blackouts: typeof blackouts;
		basis: string[];
		rtt: number;
		jitter?: number;
		loss?: number;
		burst?: number;
	};
}

describe("a link taken from the packets of a run", () => {
	it.each([
		{ rttMs: 43, jitterMs: 3, loss: 0.05, burstMs: null },
		{ rttMs: 160, jitterMs: 40, loss: 0.01, burstMs: null },
		{ rttMs: 8, jitterMs: 1, loss: 0.2, burstMs: null },
	])("is the one they crossed: %o", (link) => {
		for (const seed of [1, 2, 3, 4, 5]) {
			const fit = fitted(samplesOver(link, { seed }));
			expect(Math.abs(fit.rtt - link.rttMs)).toBeLessThanOrEqual(0.02 * link.rttMs + 0.1);
			expect(Math.abs((fit.jitter ?? 0) - link.jitterMs)).toBeLessThanOrEqual(0.15 * link.jitterMs + 0.5);
			expect(Math.abs((fit.loss ?? 0) / 100 - link.loss)).toBeLessThan(0.2 * link.loss + 0.002);
			expect(fit.spec).not.toContain("burst");
			expect(fit.blackouts).toEqual([]);
		}
	});

	it.each([100, 300, 1000])("has bursts of their length: %i ms", (burstMs) => {
		const link = { rttMs: 43, jitterMs: 3, loss: 0.05, burstMs };
		const lengths = [1, 2, 3, 4, 5].map(
			(seed) => fitted(samplesOver(link, { seed, rate: 8 })).burst ?? Number.NaN,
		);
		for (const length of lengths) {
			expect(length).toBeGreaterThan(burstMs / 2);
			expect(length).toBeLessThan(burstMs * 2);
		}
	});

	it("has the blackouts, which are no part of its loss", () => {
		const blackouts = [
			{ startMs: 100_000, durationMs: 25_000 },
			{ startMs: 400_000, durationMs: 10_000 },
		];
		const fit = fitted(samplesOver({ rttMs: 43, jitterMs: 3, loss: 0.02, burstMs: null, blackouts }));
		expect(fit.blackouts).toHaveLength(2);
		fit.blackouts.forEach(({ startMs, durationMs }, index) => {
			const truth = blackouts[index] as (typeof blackouts)[number];
			expect(Math.abs(startMs - truth.startMs)).toBeLessThan(4_000);
			expect(Math.abs(durationMs - truth.durationMs)).toBeLessThan(8_000);
		});
		expect(fit.loss).toBeGreaterThan(1.4);
		expect(fit.loss).toBeLessThan(2.6);
		expect(fit.basis).toContainEqual(expect.stringMatching(/^blackouts: 2, /));
	});

	it("is a clean one where nothing was lost", () => {
		const fit = fitted(samplesOver({ rttMs: 1, jitterMs: 0, loss: 0, burstMs: null }));
		expect(fit.spec).toBe("rtt=1ms");
	});

	it("is not made up from a handful of packets, or from none that was answered", () => {
		const few = new LinkFitter();
		for (const sample of samplesOver(
			{ rttMs: 43, jitterMs: 3, loss: 0, burstMs: null },
			{ seconds: 20, rate: 2 },
		))
			few.add(sample);
		expect(few.fit()).toMatchObject({ ok: false, reason: expect.stringContaining("too few") });
		const none = new LinkFitter();
		for (const sample of samplesOver({ rttMs: 43, jitterMs: 3, loss: 1, burstMs: null })) none.add(sample);
		expect(none.fit()).toEqual({ ok: false, reason: "no UDP exchange was answered" });
	});

	it("leaves out the warm-up, TCP and what the stub did not wait for", () => {
		const [one, two] = samplesOver({ rttMs: 43, jitterMs: 3, loss: 0, burstMs: null }) as [Sample, Sample];
		const fitter = new LinkFitter();
		const link = { rttMs: 43, jitterMs: 0, loss: 0, burstMs: null };
		for (const sample of samplesOver(link, { seconds: 300 })) fitter.add(sample);
		const lost = (change: Partial<Attempt>): Attempt[] => [
			{ ...(one.attempts[0] as Attempt), rttMs: null, outcome: "timeout", ...change },
		];
		for (let i = 0; i < 100; i++) {
			fitter.add({ ...one, intendedMs: -1, attempts: lost({}) });
			fitter.add({ ...two, attempts: lost({ transport: "tcp" }) });
			fitter.add({ ...two, attempts: lost({ outcome: "abandoned" }) });
		}
		expect(fitter.fit()).toMatchObject({ ok: true, link: { spec: "rtt=43ms" } });
	});
});
