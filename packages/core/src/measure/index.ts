export type { NamePlan, ProbePlan, WorkloadPlan } from "./probe-plan.ts";
export { createRandom, type Random } from "./random.ts";
export {
	type Attempt,
	type AttemptOutcome,
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
export type { NameState, Truth } from "./truth.ts";
