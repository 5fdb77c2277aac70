import { describe, expect, it } from "vitest";
import { reviewPrediction } from "../../src/measure/review-prediction.ts";
import type { BenchReport, MeasuredNode } from "../../src/report/bench-report.ts";
import { predictionReviewSchema } from "../../src/report/prediction-schema.ts";
import { foretellingRun as lab, outcomeRun as outcome } from "../report/foretold-runs.ts";

function reviewed(prediction: BenchReport, came: BenchReport) {
	const result = reviewPrediction(prediction, came, "0.0.0");
	if (!result.ok) throw new Error(result.reason);
	return result.review;
}

describe("a prediction beside its outcome", () => {
	it("agrees where the figures are the same, arm by arm, and says so", () => {
		const review = reviewed(lab(), outcome());
		expect(review.node).toBe("far");
		expect(review.workloads.map(({ name }) => name)).toEqual(["hot", "cold"]);
		expect(review.workloads[0]?.arms.map(({ predictedArm, arm }) => [predictedArm, arm])).toEqual([
			["direct", "direct"],
			["article", "cache"],
		]);
		for (const { arms, change } of review.workloads) {
			for (const { failureRate, p50 } of arms) expect([failureRate.agrees, p50.agrees]).toEqual([true, true]);
			expect(change?.agrees).toBe(true);
		}
		expect(review.headline).toMatch(/foretold, .* measured; they agree/);
		expect(review.doubts).toEqual([]);
		expect(predictionReviewSchema.parse(review)).toEqual(review);
	});

	it("does not agree where the interval of the difference leaves out 0", () => {
		const rate = { estimate: 0.6, low: 0.57, high: 0.63, method: "wilson" };
		const [hot] = reviewed(lab(), outcome({ direct: rate })).workloads;
		const direct = hot?.arms[0]?.failureRate;
		expect(direct?.agrees).toBe(false);
		expect(direct?.difference.estimate).toBeCloseTo(0.6 - (direct?.predicted.estimate ?? 0), 12);
		expect(direct?.difference.low).toBeGreaterThan(0);
		expect(hot?.arms[1]?.failureRate.agrees).toBe(true);
	});

	it("does not say that times differ which are both near the floor of their probe", () => {
		const p50Of = (estimate: number, atFloor: boolean) => ({
			...{ estimate, low: estimate - 0.01, high: estimate + 0.01 },
			...(atFloor ? { atFloor } : {}),
		});
		const withP50 = <T extends BenchReport>(run: T, p50: ReturnType<typeof p50Of>): T => {
			const change = (workloads: BenchReport["workloads"]) =>
				workloads.map((workload) => ({
					...workload,
					arms: workload.arms.map((arm) => ({ ...arm, latencyMs: { ...arm.latencyMs, p50 } })),
				}));
			const nodes = run.nodes.map((node) => ({ ...node, workloads: change(node.workloads) }));
			return { ...run, nodes, workloads: change(run.workloads) };
		};
		const agreement = (one: ReturnType<typeof p50Of>, two: ReturnType<typeof p50Of>) =>
			reviewed(withP50(lab(), one), withP50(outcome(), two)).workloads[0]?.arms[0]?.p50.agrees;
		expect(agreement(p50Of(0.3, true), p50Of(0.4, true))).toBeNull();
		expect(agreement(p50Of(0.3, true), p50Of(0.3, true))).toBe(true);
		expect(agreement(p50Of(0.3, true), p50Of(40, false))).toBe(false);
	});

	it("says nothing of a change where the cluster had one arm only", () => {
		const came = outcome();
		const alone = came.workloads.map((workload) => ({
			...workload,
			arms: workload.arms.slice(0, 1),
			comparisons: [],
		}));
		const review = reviewed(lab(), { ...came, nodes: [{ node: "far", link: "", workloads: alone }] });
		expect(review.workloads.map(({ change, arms }) => [change, arms.length])).toEqual([
			[null, 1],
			[null, 1],
		]);
		expect(review.headline).toContain("no cache to compare with");
	});

	it("names what stands in the way: its own source, an invalid run, another stub", () => {
		const came = outcome();
		const same = { ...came, run: { ...came.run, id: "before", stubProfile: "musl" as const } };
		const invalid = {
			...same,
			validity: { ...same.validity, valid: false, reasons: ["The probe was late."] },
		};
		expect(reviewed(lab(), invalid).doubts).toEqual([
			"The cluster run is not valid: The probe was late.",
			expect.stringContaining("made after this very run"),
			expect.stringContaining("The stubs differ"),
		]);
	});

	it("judges nothing by a run that is not valid, nor by a node that does not count, and shows the figures", () => {
		const judged = reviewed(lab(), outcome());
		expect(judged.judged).toBe(true);
		const late = { valid: false, reasons: ["The probe was late."] };
		const unfit = <T extends BenchReport>(run: T): T => ({ ...run, validity: { ...run.validity, ...late } });
		const node: MeasuredNode = {
			...{ node: "far", state: "void", reason: "It was throttled.", besideClusterDns: false },
			...{ planned: 1, received: 1, latenessP99Ms: 1, floorP50Ms: 1 },
		};
		const cases: [BenchReport, BenchReport, string][] = [
			[unfit(lab()), outcome(), "The lab run is not valid: The probe was late."],
			[lab(), unfit(outcome()), "The cluster run is not valid: The probe was late."],
			[
				lab(),
				{ ...outcome(), measuredNodes: [node] },
				"Node far does not count in the cluster run: It was throttled.",
			],
		];
		for (const [prediction, came, why] of cases) {
			const review = reviewed(prediction, came);
			expect(review).toMatchObject({ judged: false, doubts: [why], headline: `No verdict: ${why}` });
			const silent = JSON.stringify(judged.workloads).replaceAll(/"agrees":(true|false)/g, '"agrees":null');
			expect(review.workloads).toEqual(JSON.parse(silent));
			expect(predictionReviewSchema.parse(review)).toEqual(review);
		}
	});

	it("is refused for files that are no prediction, no cluster run, or of another node", () => {
		const { like: _, ...unlike } = lab();
		const reason = (prediction: BenchReport, came: BenchReport) => {
			const result = reviewPrediction(prediction, came, "0.0.0");
			return result.ok ? "" : result.reason;
		};
		expect(reason(unlike, outcome())).toContain("--like");
		expect(reason(lab(), lab())).toContain("no run in a cluster");
		expect(reason(lab(), { ...outcome(), nodes: [] })).toContain("node far");
	});
});
