import * as z from "zod";
import { comparedRun } from "./comparison-schema.ts";
import { sampleSchema } from "./sample-schema.ts";
import { interval, likeRun, quantile } from "./schema.ts";

const rate = z.object({
	predicted: interval,
	outcome: interval,
	difference: interval,
	agrees: z.boolean().nullable(),
});
const foretoldQuantile = z.object({
	predicted: quantile,
	outcome: quantile,
	agrees: z.boolean().nullable(),
});

/** The JSON of `bench report --prediction`. */
export const predictionReviewSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("PredictionReview"),
	toolVersion: z.string(),
	prediction: comparedRun,
	outcome: comparedRun,
	node: z.string(),
	link: z.string(),
	like: likeRun,
	doubts: z.array(z.string()),
	judged: z.boolean(),
	workloads: z.array(
		z.object({
			name: sampleSchema.shape.workload,
			arms: z.array(
				z.object({
					predictedArm: z.string(),
					arm: z.string(),
					failureRate: rate,
					p50: foretoldQuantile,
					p99: foretoldQuantile,
				}),
			),
			change: rate.nullable(),
		}),
	),
	headline: z.string(),
});
