import * as z from "zod";

const apiVersion = z.literal("localdns.dev/v1alpha1");
const verdict = z
	.enum(["met", "breach", "unproven"])
	.describe("breach: the whole interval is beyond the promise; met: it is within; unproven: neither");
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const quantile = z.object({
	estimate: z.number().nullable().describe("ms, to within 9 %; null where it lies among the failed"),
	low: z.number().nullable(),
	high: z.number().nullable(),
});

const judgement = z.object({
	name: z.string().describe("failures, p50, p90, p95, p99 or p99.9"),
	verdict,
	bad: count.describe("failed; of a quantile, failed or slower than its limit"),
	total: count,
	share: z
		.object({ estimate: share, low: share, high: share })
		.describe("of bad ones, with its 95 % interval"),
	method: z
		.enum(["wilson", "block-wilson", "order-statistic", "block-order-statistic"])
		.describe("block-: failures came in bursts, and tell less than scattered ones"),
	own: z
		.object({ bad: count, total: count })
		.optional()
		.describe("this run's own counts, where those of former runs were added"),
	runs: z.int().positive().describe("that are in it, this one among them"),
});

const scope = {
	verdict,
	alarm: z.boolean().describe("enough of the last runs were breaches"),
	change: z.enum(["raised", "cleared"]).optional().describe("of the alarm, since the run before"),
	resolutions: count,
	failed: count.describe("without a right answer within 5 s"),
	objectives: z.array(judgement),
	latencyMs: z.object({ p50: quantile, p99: quantile }).describe("of this run"),
};

/** What `localdns health-check -o json` prints. */
export const healthReportSchema = z.object({
	apiVersion,
	kind: z.literal("HealthReport"),
	toolVersion: z.string(),
	run: z.string(),
	endedAt: z.string().describe("RFC 3339"),
	cluster: z.object({ context: z.string(), server: z.string() }),
	slo: z.string(),
	objectives: z.array(z.object({ name: z.string(), share, limitMs: z.number().optional() })),
	verdict: verdict.describe(
		"breach where the nodes as a whole or any node is; met where the whole is and no node breaches",
	),
	alarm: z.boolean(),
	alarmRule: z.string().regex(/^\d+\/\d+$/),
	historyRuns: count.describe("0: no history is kept"),
	durationMs: z.number().positive(),
	rate: z.number().positive().describe("resolutions per second and node that the check itself adds"),
	pooled: z.object(scope).describe("the nodes as a whole"),
	nodes: z.array(z.object({ node: z.string(), ...scope })).describe("worst first"),
	notReady: z.array(z.string()).describe("not asked, and no reason for an alarm"),
	missing: z
		.array(
			z.object({
				node: z.string(),
				reason: z.string(),
				alarm: z.boolean().describe("as the last run that measured it has left it"),
			}),
		)
		.describe("Ready, and without figures that count"),
	notes: z.array(z.string()),
});

const memory = z.object({
	verdicts: z
		.string()
		.regex(/^[mbu]*$/)
		.describe("the last 20, oldest first: met, breach, unproven"),
	alarm: z.literal(true).optional(),
	slo: z.string().describe("that the counts were made for"),
	carried: z
		.array(z.array(z.array(z.number().nonnegative())))
		.describe(
			"counts of runs that left it open: by objective total, blocks, bad, Σ bad²/total, Σ bad², Σ bad·total, Σ total²; or only total and blocks",
		),
	seen: z.number().nonnegative().describe("s since 1970"),
});

/** What `localdns health-check history -o json` prints, and the ConfigMap holds. */
export const healthHistorySchema = z.object({
	apiVersion,
	kind: z.literal("HealthHistory"),
	runs: z
		.array(
			z.object({
				run: z.string(),
				at: z.number().describe("s since 1970 at which it ended"),
				slo: z.string(),
				verdict,
				alarm: z.boolean(),
				resolutions: count,
				failed: count,
				failures: z.record(z.string(), count).describe("by outcome"),
				latency: z
					.object({ counts: z.record(z.string(), count), failed: count })
					.describe("bucket → count; bucket i ends at 0.05 ms × 2^(i/8)"),
				measured: count.describe("nodes"),
				notReady: z.array(z.string()).optional(),
				missing: z.array(z.string()).optional(),
				worst: z.array(z.object({ node: z.string(), verdict, resolutions: count, failed: count })).optional(),
			}),
		)
		.describe("oldest first"),
	nodes: z.record(z.string(), memory),
	cluster: memory,
});

const change = (kind: string, words: readonly [string, ...string[]]) =>
	z.object({
		apiVersion,
		kind: z.literal(kind),
		toolVersion: z.string(),
		cluster: z.object({ context: z.string(), server: z.string() }),
		done: z.boolean().describe("false: only shown"),
		objects: z.array(z.object({ object: z.string(), change: z.enum(words) })),
	});

/** What `localdns health-check install -o json` prints. */
export const healthInstallSchema = change("HealthCheckInstallReport", [
	"created",
	"updated",
	"adopted",
	"deleted",
	"unchanged",
]);
/** What `localdns health-check uninstall -o json` prints. */
export const healthUninstallSchema = change("HealthCheckUninstallReport", ["deleted", "left"]);
