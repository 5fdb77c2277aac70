export { type Answer, answerText, isConclusive, sameAnswer } from "./answer.ts";
export { type Heard, type Judgement, judge } from "./judgement.ts";
export { type PodState, readPodState, type WaitingFor } from "./pod-state.ts";
export {
	type NameOwner,
	questionText,
	type VerificationPlan,
	type VerificationQuestion,
} from "./question.ts";
export { type QuestionSettings, stubDomains, verificationQuestions } from "./questions.ts";
export { parseVerificationResult, printVerificationResult, type VerificationResult } from "./result.ts";
export { readServiceToAsk, type ServiceToAsk, sampleServices } from "./service-to-ask.ts";
