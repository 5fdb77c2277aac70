import * as z from "zod";
import { sampleSchema } from "./sample-schema.ts";
import { count, interval, quantile, verdict } from "./schema.ts";

const side = z.object({
	arm: z.string(),
	resolutions: count,
	failed: count,
	failureRate: interval,
	p50: quantile,
	p99: quantile,
	episodes: count,
});

const shift = z.object({
	before: side,
	after: side,
	failureRateDelta: interval,
	pValue: z.number(),
	fisherP: z.number(),
	p50DeltaMs: interval.nullable(),
	p99: z.object({ pValue: z.number(), excess: z.number(), deltaMs: interval.nullable() }),
	blocks: z.object({ before: count, after: count, lengthMs: z.number() }),
});

export const comparedRun = z.object({
	id: z.string(),
	startedAt: z.string(),
	durationMs: z.number(),
	arms: z.array(z.string()),
	nodes: z.array(z.string()),
});

/** The JSON of `bench compare`. */
export const benchComparisonSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("BenchComparison"),
	toolVersion: z.string(),
	before: comparedRun,
	after: comparedRun,
	deadlineMs: z.number(),
	leftOut: z.array(z.object({ node: z.string(), reason: z.string() })).exactOptional(),
	comparable: z.boolean(),
	reasons: z.array(z.string()),
	workloads: z.array(
		z.object({
			name: sampleSchema.shape.workload,
			names: z
				.object({
					common: count,
					onlyBefore: z.array(z.string()),
					onlyAfter: z.array(z.string()),
					finding: z.string(),
				})
				.exactOptional(),
			control: shift.extend({ moved: z.boolean(), finding: z.string() }).nullable(),
			subjects: z.array(
				shift.extend({
					differenceInDifferences: interval.nullable(),
					paired: z
						.object({
							baseline: z.string(),
							failureRateDelta: interval,
							verdict: verdict.nullable(),
							verdictNodes: count.exactOptional(),
							unpairedMinusPaired: z.number(),
						})
						.exactOptional(),
					adjusted: z.object({ failures: z.number(), p99: z.number() }),
					verdict: verdict.nullable(),
					reason: z.string(),
					annotations: z.array(z.string()),
				}),
			),
		}),
	),
	verdict: verdict.nullable(),
	headline: z.string(),
});
