export type {
	ArmInfo,
	ArmResult,
	BenchReport,
	BenchRun,
	Comparison,
	Interval,
	LinkCounters,
	LinkReport,
	QuantileEstimate,
	Validity,
	Verdict,
	WorkloadResult,
} from "./bench-report.ts";
