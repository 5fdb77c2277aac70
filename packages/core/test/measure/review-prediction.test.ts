import { describe, expect, it } from "vitest";
import { reviewPrediction } from "../../src/measure/review-prediction.ts";
import type { ArmResult, BenchReport } from "../../src/report/bench-report.ts";
import { predictionReviewSchema } from "../../src/report/prediction-schema.ts";
import { clusterReport } from "../report/cluster-report.ts";
import { syntheticRun } from "../report/synthetic-run.ts";

/** A lab run that was made after a run of the cluster. */
function lab(change: Partial<BenchReport> = {}): BenchReport {
	const { samples: _, truth: __, floorSamplesMs: ___, ...report } = syntheticRun({ seed: 1, nodes: ["lab"] });
	const like = { runId: "before", startedAt: "2026-11-01T00:00:00Z", node: "far", arm: "direct", basis: [] };
	return { ...report, like, ...change };
}

/** A run of the cluster, with the same figures as the lab unless they are changed. */
function outcome(rates: Partial<Record<string, ArmResult["failureRate"]>> = {}): BenchReport {
	const report = lab();
	const workloads = report.workloads.map((workload) => ({
		...workload,
		arms: workload.arms.slice(0, 2).map((arm, index) => ({
			...arm,
			arm: index === 0 ? "direct" : "cache",
			failureRate: rates[index === 0 ? "direct" : "cache"] ?? arm.failureRate,
		})),
	}));
	const { like: _, ...rest } = report;
	return {
		...rest,
		link: null,
		cluster: clusterReport,
		run: { ...report.run, id: "after", nodes: ["near", "far"], arms: ["direct", "cache"] },
		workloads,
		nodes: ["near", "far"].map((node) => ({ node, link: "", workloads })),
	};
}

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
