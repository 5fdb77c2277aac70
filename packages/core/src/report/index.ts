export type {
	BenchComparison,
	ComparedRun,
	ControlShift,
	NameShift,
	PairedShift,
	RunSide,
	Shift,
	SubjectShift,
	WorkloadComparison,
} from "./bench-comparison.ts";
export type {
	ArmInfo,
	ArmResult,
	BenchReport,
	BenchRun,
	ClusterReport,
	Comparison,
	Interval,
	LikeRun,
	LinkCounters,
	LinkOverlay,
	LinkPath,
	LinkReport,
	MeasuredCache,
	MeasuredNode,
	NodeCache,
	NodeLink,
	QuantileEstimate,
	RunMark,
	Validity,
	Verdict,
	WorkloadResult,
} from "./bench-report.ts";
export { renderCompareShort, shiftName } from "./compare-short.ts";
export { benchComparisonSchema } from "./comparison-schema.ts";
export { renderCompareHtml } from "./html/compare-page.ts";
export { renderHtml } from "./html/page.ts";
export { renderPredictionHtml } from "./html/prediction-page.ts";
export { type Language, type LanguageName, languageNames, languages } from "./language/index.ts";
export {
	countText,
	lengthText,
	pointsRangeText,
	pointsText,
	pValueText,
	ratioText,
	shareRangeText,
	shareText,
	signedTimeRangeText,
	signedTimeText,
	timeRangeText,
	timeText,
} from "./number-text.ts";
export { overlayWords } from "./overlay-words.ts";
export type {
	ForetoldArm,
	ForetoldQuantile,
	ForetoldRate,
	ForetoldWorkload,
	PredictionReview,
} from "./prediction-review.ts";
export { predictionReviewSchema } from "./prediction-schema.ts";
export { renderPrometheus } from "./prometheus.ts";
export { type ParsedRun, parseRun, readRun, readSamples } from "./read.ts";
export { benchReportSchema, benchRunSchema } from "./schema.ts";
export { renderShort } from "./short.ts";
export { frameOf, hasSamples, nodesThatCount, reportOf, type StoredRun, storeRun } from "./stored-run.ts";
export {
	failedText,
	failureClasses,
	failureRateText,
	hasCache,
	quantileText,
	verdictOf,
} from "./wording.ts";
export { byWorst } from "./worst-nodes.ts";
export { type SampleSource, writeRun, writeSamples } from "./write.ts";
