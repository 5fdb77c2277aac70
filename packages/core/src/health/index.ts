export { type AlarmRule, defaultAlarm, formatAlarm, isAlarmed, parseAlarm } from "./alarm.ts";
export { addStats, type BlockStats, designEffectOf, statsOf } from "./block-stats.ts";
export { boundHistory, type HistoryBounds } from "./bound-history.ts";
export {
	type CheckedRun,
	type CheckResult,
	type CheckSettings,
	checkRun,
	type MissingNode,
	type NodeResult,
	type ScopeResult,
	verdictsOf,
} from "./check.ts";
export { grafanaDashboard } from "./dashboard.ts";
export { type HealthReport, healthReport, type ReportFacts } from "./health-report.ts";
export {
	emptyHistory,
	type HealthHistory,
	type HistoryRun,
	historyKey,
	type PackedStats,
	type ReadHistory,
	readHistory,
	type ScopeMemory,
	type WorstNode,
} from "./history.ts";
export { type HealthVerdict, type Judgement, judgeObjective } from "./judge-objective.ts";
export { type CarriedJudgement, type CarriedStats, judgeScope, type ScopeVerdict } from "./judge-run.ts";
export {
	addBuckets,
	type BucketQuantile,
	bucketsOf,
	type LatencyBuckets,
	quantileOfBuckets,
} from "./latency-buckets.ts";
export { healthMetrics, healthMetricsText } from "./metrics.ts";
export { rateFor, resolutionsFor } from "./rate.ts";
export { type AlertRule, alertRules, prometheusRule, type RuleGroups } from "./rules.ts";
export { RunCounter, type RunCounts, type ScopeCounts } from "./run-counts.ts";
export {
	deadlineMs,
	defaultSlo,
	formatSlo,
	type Objective,
	type ParsedSlo,
	parseSlo,
	type Slo,
	type SloProblem,
} from "./slo.ts";
