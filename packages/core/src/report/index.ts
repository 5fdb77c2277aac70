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
export { jsonSchemas } from "./json-schema.ts";
export { hasSamples, type ParsedRun, parseRun } from "./read.ts";
export { writeRun, writeSamples } from "./write.ts";
