import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import { compareRuns } from "../../src/measure/compare-runs.ts";
import type { MeasuredRun } from "../../src/measure/measured-run.ts";
import type { ClusterReport, MeasuredNode } from "../../src/report/bench-report.ts";
import type { StoredRun } from "../../src/report/stored-run.ts";
import { type SimulatedRun, simulateRun } from "./simulated-run.ts";

function save(
	world: SimulatedRun,
	over: Partial<StoredRun["run"]> = {},
	judged: Pick<MeasuredRun, "judgedNodes"> = {},
): StoredRun {
	const run: MeasuredRun = { ...simulateRun(world), ...judged };
	const {
		table,
		truth,
		floorSamplesMs,
		arms,
		nodes,
		seed,
		durationMs,
		deadlineMs,
		stubProfile,
		search,
		ndots,
	} = run;
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchReport",
		toolVersion: "0.0.0",
		run: {
			id: `run-${seed}`,
			seed,
			startedAt: "2026-01-01T00:00:00.000Z",
			durationMs,
			warmupMs: 5_000,
			deadlineMs,
			stubProfile,
			nodes: nodes.map(({ node }) => node),
			arms: [...arms],
			armInfo: [],
			search: [...search],
			ndots,
			host: "simulated",
			...over,
		},
		link: run.link,
		changes: [],
		interrupted: false,
		...analyseRun(run),
		truth,
		floorSamplesMs: [...floorSamplesMs],
		table,
	};
}

const direct = { arm: "direct", failing: 0.05 };
const steady = { durationMs: 120_000 };
const bad = save({ ...steady, arms: [direct, { arm: "cache", failing: 0.06 }], seed: 1 });
const good = save({ ...steady, arms: [direct, { arm: "cache", failing: 0.005 }], seed: 2 });

describe("compareRuns", () => {
	it("finds the arm better that failed less the second time while the control stood still", () => {
		const comparison = compareRuns(bad, good, "0.0.0");
		expect(comparison).toMatchObject({ comparable: true, verdict: "better" });
		const [workload] = comparison.workloads;
		expect(workload?.control).toMatchObject({ moved: false, before: { arm: "direct" } });
		const [subject] = workload?.subjects ?? [];
		expect(subject?.annotations).toContain("unpaired");
		expect(subject?.failureRateDelta.method).toBe("newcombe");
		expect(subject?.fisherP).toBeLessThan(1e-6);
		expect(subject?.differenceInDifferences?.estimate).toBeLessThan(-0.02);
		expect(comparison.headline).toMatch(/^cache on hot names, unpaired: better\./);
	});

	it("holds a baseline alone against a run with the cache, and says what that run says by itself", () => {
		const before = save({ ...steady, arms: [direct], seed: 1 });
		const comparison = compareRuns(before, good, "0.0.0");
		expect(comparison).toMatchObject({ comparable: true, verdict: "better" });
		const [subject] = comparison.workloads[0]?.subjects ?? [];
		expect(subject).toMatchObject({
			before: { arm: "direct" },
			after: { arm: "cache" },
			paired: { baseline: "direct", verdict: "better" },
		});
		const { estimate = 0 } = subject?.paired?.failureRateDelta ?? {};
		expect(estimate).toBeLessThan(-0.02);
		expect(subject?.paired?.unpairedMinusPaired).toBeCloseTo(
			(subject?.failureRateDelta.estimate ?? 0) - estimate,
		);
	});

	it("finds it worse the other way round", () => {
		expect(compareRuns(good, bad, "0.0.0").verdict).toBe("worse");
	});

	it("refuses a verdict when the control moved too, and says so", () => {
		const calm = { arm: "direct", failing: 0.005 };
		const after = save({ ...steady, arms: [calm, { arm: "cache", failing: 0.005 }], seed: 2 });
		const comparison = compareRuns(bad, after, "0.0.0");
		expect(comparison.verdict).toBe("inconclusive");
		expect(comparison.headline).toContain("The control direct moved too");
	});

	it("sees a control that only became slower", () => {
		const slow = save({
			...steady,
			arms: [
				{ ...direct, latencyMs: 60 },
				{ arm: "cache", failing: 0.005 },
			],
			seed: 2,
		});
		const before = save({
			...steady,
			arms: [
				{ ...direct, latencyMs: 43 },
				{ arm: "cache", failing: 0.06 },
			],
			seed: 1,
		});
		expect(compareRuns(before, slow, "0.0.0").workloads[0]?.control).toMatchObject({
			moved: true,
			finding: expect.stringMatching(/p50 43\.\d ms → 60\.\d ms/),
		});
	});

	it("does not call another link a change of the arm", () => {
		const elsewhere = save({ ...steady, arms: [direct], link: { spec: "rtt=80ms" } });
		const comparison = compareRuns(save({ ...steady, arms: [direct] }), elsewhere, "0.0.0");
		expect(comparison).toMatchObject({ comparable: false, verdict: null });
		expect(comparison.reasons[0]).toMatch(/differ in their link: rtt=43ms and rtt=80ms/);
	});

	it("refuses a verdict without a common baseline", () => {
		const alone = save({ ...steady, arms: [{ arm: "cache", failing: 0.005 }], seed: 2 });
		const comparison = compareRuns(save({ ...steady, arms: [direct], seed: 1 }), alone, "0.0.0");
		expect(comparison.workloads[0]?.control).toBeNull();
		expect(comparison.headline).toMatch(/^direct → cache on hot names.*share no baseline arm/);
	});

	it("has nothing to judge where only the control was measured twice", () => {
		const [before, after] = [1, 2].map((seed) => save({ ...steady, arms: [direct], seed }));
		const comparison = compareRuns(before as StoredRun, after as StoredRun, "0.0.0");
		expect(comparison.workloads[0]).toMatchObject({ control: { moved: false }, subjects: [] });
		expect(comparison).toMatchObject({ verdict: null, headline: "The runs have no arm to compare." });
	});

	it("says which names only one run asked, and leaves the verdict", () => {
		const arms = [direct, { arm: "cache", failing: 0.005 }];
		const after = save({ ...steady, arms, seed: 2, services: ["web", "cart", "mail"] });
		const comparison = compareRuns(bad, after, "0.0.0");
		expect(comparison).toMatchObject({ comparable: true, verdict: "better" });
		const [workload] = comparison.workloads;
		expect(workload?.names).toEqual({
			common: 1,
			onlyBefore: [],
			onlyAfter: ["cart.shop.svc.cluster.local", "mail.shop.svc.cluster.local"],
			finding:
				"The runs did not ask quite the same hot names: 1 in common; only in the first: none; only in the second: cart.shop.svc.cluster.local, mail.shop.svc.cluster.local.",
		});
		expect(workload?.subjects[0]?.annotations).toEqual(["unpaired", "names differ"]);
		expect(compareRuns(bad, good, "0.0.0").workloads[0]).not.toHaveProperty("names");
	});

	it("has no verdict where the runs have no name in common", () => {
		const arms = [direct, { arm: "cache", failing: 0.005 }];
		const after = save({ ...steady, arms, seed: 2, services: ["cart"] });
		const comparison = compareRuns(bad, after, "0.0.0");
		const reason =
			"The runs have no hot name in common: the first asked web.shop.svc.cluster.local, the second cart.shop.svc.cluster.local.";
		expect(comparison).toMatchObject({ comparable: false, reasons: [reason], verdict: null });
		expect(comparison.workloads[0]?.subjects[0]).toMatchObject({ verdict: null, reason });
	});

	it("finds no difference between a run and itself", () => {
		const [subject] = compareRuns(bad, bad, "0.0.0").workloads[0]?.subjects ?? [];
		expect(subject).toMatchObject({
			verdict: "no-detectable-difference",
			pValue: 1,
			failureRateDelta: { estimate: 0 },
		});
	});

	it.each<[string, StoredRun, RegExp]>([
		[
			"other deadlines",
			save({ ...steady, arms: [direct] }, { deadlineMs: 2_000 }),
			/deadline \(ms\): 5000 and 2000/,
		],
		[
			"other nodes",
			save({ ...steady, arms: [direct] }, { nodes: ["elsewhere"] }),
			/nodes: far and elsewhere/,
		],
		[
			"an invalid run",
			{ ...good, validity: { ...good.validity, valid: false, reasons: ["The probe was late."] } },
			/second run is not valid: The probe was late/,
		],
	])("does not compare runs with %s", (_, after, reason) => {
		const comparison = compareRuns(bad, after, "0.0.0");
		expect(comparison).toMatchObject({ comparable: false, verdict: null });
		expect(comparison.reasons.join(" ")).toMatch(reason);
		const subjects = comparison.workloads.flatMap((workload) => workload.subjects);
		expect(subjects.filter(({ verdict }) => verdict !== null)).toEqual([]);
	});

	describe("of runs in a cluster", () => {
		const cluster: ClusterReport = {
			...{ context: "home", uid: "1", serverVersion: "v1.34.2+k3s1", domain: "cluster.local" },
			...{ clusterDns: "10.43.0.10", clusterDnsNodes: [], cache: null },
			load: { nodes: 3, resolutionsPerNode: 2, queriesPerNode: 8, queriesToClusterDns: 24 },
		};
		const nodeOf = (node: string, over: Partial<MeasuredNode> = {}): MeasuredNode => ({
			...{ node, state: "measured", besideClusterDns: false, planned: 100, received: 100 },
			...{ latenessP99Ms: 1, floorP50Ms: 0.2 },
			...over,
		});
		const measure = (failing: number, seed: number, nodes: string[], unfit: string[] = []): StoredRun => ({
			...save(
				{ ...steady, arms: [direct, { arm: "cache", failing }], nodes, seed },
				{},
				{ judgedNodes: { planned: nodes.length, void: new Map(unfit.map((node) => [node, "throttled"])) } },
			),
			cluster,
			link: null,
			measuredNodes: nodes.map((node) =>
				nodeOf(node, unfit.includes(node) ? { state: "void", reason: "The probe was throttled." } : {}),
			),
		});
		const before = measure(0.06, 1, ["a", "b", "c"]);

		it("stands on the nodes that count in both, and names the others", () => {
			const comparison = compareRuns(before, measure(0.005, 2, ["a", "b", "d"], ["b"]), "0.0.0");
			expect(comparison).toMatchObject({ comparable: false, verdict: null });
			expect(comparison.reasons).toEqual([
				"The runs have 1 of 4 nodes in common, half of them are the least.",
			]);
			expect(comparison.leftOut).toEqual([
				{ node: "b", reason: "it does not count in the second run: The probe was throttled." },
				{ node: "c", reason: "the second run has no results of it" },
				{ node: "d", reason: "the first run has no results of it" },
			]);
		});

		it("makes its figures again over those", () => {
			const after = measure(0.005, 2, ["a", "b", "c"], ["c"]);
			const comparison = compareRuns(before, after, "0.0.0");
			expect(comparison).toMatchObject({ comparable: true, verdict: "better" });
			expect(comparison.headline).toMatch(/^cache on hot names on 2 of 3 nodes, unpaired: better\./);
			const [subject] = comparison.workloads[0]?.subjects ?? [];
			const asked = (run: StoredRun) =>
				run.nodes
					.filter(({ node }) => node !== "c")
					.reduce((sum, { workloads }) => sum + (workloads[0]?.arms[1]?.resolutions ?? 0), 0);
			expect(subject?.before.resolutions).toBe(asked(before));
			expect(subject?.after.resolutions).toBe(asked(after));
		});

		it("says that the paired verdict is of other nodes than the interval beside it", () => {
			const paired = (compared: StoredRun) =>
				compareRuns(before, compared, "0.0.0").workloads[0]?.subjects[0]?.paired;
			expect(paired(measure(0.005, 2, ["a", "b", "c", "d"]))).toMatchObject({
				verdict: "better",
				verdictNodes: 4,
			});
			// The one that is left out is not in the second run either.
			expect(paired(measure(0.005, 2, ["a", "b"]))).not.toHaveProperty("verdictNodes");
			expect(paired(measure(0.005, 2, ["a", "b", "c"], ["c"]))).not.toHaveProperty("verdictNodes");
		});

		it("leaves out nobody where all count", () => {
			const comparison = compareRuns(before, measure(0.005, 2, ["a", "b", "c"]), "0.0.0");
			expect(comparison.leftOut).toBeUndefined();
			expect(comparison.headline).toMatch(/^cache on hot names, unpaired: better\./);
		});
	});

	it("raises an alarm in at most six of a hundred pairs of runs that do not differ", () => {
		let alarms = 0;
		const world = { arms: [direct, { arm: "cache", failing: 0.03 }], rate: 5, durationMs: 45_000 };
		let before = save({ ...world, seed: 1_000 });
		for (let seed = 1_001; seed <= 1_100; seed++) {
			const after = save({ ...world, seed });
			if (["better", "worse"].includes(compareRuns(before, after, "0.0.0").verdict ?? "")) alarms++;
			before = after;
		}
		expect(alarms).toBeLessThanOrEqual(6);
	}, 60_000);
});
