export { type Analysis, analyseRun } from "./analyse.ts";
export type { AskedNames } from "./asked-names.ts";
export { type ChunkContent, ChunkReader } from "./chunk-reader.ts";
export { compareRuns } from "./compare-runs.ts";
export { type FittedLink, type LinkFit, LinkFitter } from "./fit-link.ts";
export { fitnessLimits, judgeNodes, type NodeFitness, type ProbeFacts } from "./fitness.ts";
export { countedDuration, settleSample } from "./interruption.ts";
export { judgeSample } from "./judge.ts";
export type { MeasuredRun } from "./measured-run.ts";
export { longestChunkLine, type ProbeChunk, type ProbeReady } from "./probe-chunk.ts";
export type { NamePlan, ProbePlan, WorkloadPlan } from "./probe-plan.ts";
export { createRandom, type Random } from "./random.ts";
export { reviewPrediction } from "./review-prediction.ts";
export {
	type Attempt,
	type AttemptOutcome,
	type CacheCounters,
	type NameForm,
	type Outcome,
	type ProbeHello,
	type ProbeRecord,
	type ProbeSummary,
	type Sample,
	type StubProfile,
	stubProfiles,
	type Workload,
	workloadNames,
} from "./sample.ts";
export { type SampleTable, SampleTableBuilder, type TableFrame, tableOf } from "./sample-table.ts";
export { type Slot, schedule } from "./schedule.ts";
export { rateCeiling, type SharedRates, shareRates } from "./share-rates.ts";
export { thinFloor } from "./thin-floor.ts";
export type { NameState, Truth } from "./truth.ts";
export { planWorkloads, type ServiceName, type WorkloadInput } from "./workload.ts";
