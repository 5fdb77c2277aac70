import * as z from "zod";
import { workloadNames } from "../measure/sample.ts";
import { nameForms, outcomeNames } from "../measure/sample-table.ts";

const attempt = z.object({
	name: z.string(),
	type: z.enum(["A", "AAAA"]),
	transport: z.enum(["udp", "tcp"]),
	server: z.string(),
	tryNumber: z.int().positive(),
	startMs: z.number(),
	rttMs: z.number().nullable(),
	outcome: z.enum([
		"answer",
		"nodata",
		"nxdomain",
		"servfail",
		"refused",
		"other_rcode",
		"truncated",
		"timeout",
		"icmp_refused",
		"send_error",
		"malformed",
		"abandoned",
	]),
	ede: z.int().nonnegative().exactOptional(),
});

/** One resolution, as in a line of `-o ndjson` and in `samples` of a run file. */
export const sampleSchema = z.object({
	kind: z.literal("sample"),
	node: z.string(),
	arm: z.string(),
	workload: z.enum(workloadNames),
	tuple: z
		.int()
		.nonnegative()
		.max(2 ** 32 - 1),
	name: z.string(),
	form: z.enum(nameForms),
	intendedMs: z.number(),
	latenessMs: z.number(),
	latencyMs: z.number().nullable(),
	outcome: z.enum(outcomeNames),
	gaveUp: z.boolean(),
	addresses: z.array(z.string()),
	nxdomain: z.boolean(),
	staleMs: z.number().exactOptional(),
	/** A stub that asks every server for every candidate five times needs no more. */
	attempts: z.array(attempt).max(1000),
});

export const truthSchema = z.record(
	z.string(),
	z.array(z.object({ sinceMs: z.number().nullable(), addresses: z.array(z.string()) })),
);
