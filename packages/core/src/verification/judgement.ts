import { type Answer, answerText, isConclusive, sameAnswer } from "./answer.ts";
import { questionText, type VerificationQuestion } from "./question.ts";

/** What was heard on one question. */
export interface Heard {
	/** Whom the pod tries. */
	readonly nameserver: string;
	readonly subject: Answer;
	/** Of the cluster DNS, as often as it was asked: an answer that changes meanwhile may be either. */
	readonly reference: readonly Answer[];
}

/** What is thought of one question. */
export type Judgement =
	| { readonly is: "same" }
	/** Nobody knows the right answer just now. */
	| { readonly is: "not-comparable" }
	/** `text` names question, server, what was expected and what came. */
	| { readonly is: "failure"; readonly text: string };

/**
 * Judges one question. The cluster DNS is right; where it is silent, what the API server says of a Service is; where
 * neither knows, nothing is said, because a name that the cluster DNS cannot resolve either is no fault of the cache.
 *
 * Addresses of external names are not compared: names on a delivery network have others for each resolver and each
 * minute (RFC 1794), and asking from the node itself is what a cache is for. That there is an address is compared.
 */
export function judge(question: VerificationQuestion, { nameserver, subject, reference }: Heard): Judgement {
	const { expected, owner } = question;
	const right = reference.filter(isConclusive);
	if (expected !== undefined) right.push(expected);
	const [first] = right;
	if (first === undefined) return { is: "not-comparable" };
	const agrees = (answer: Answer): boolean =>
		owner === "external" && answer.is === "data" ? subject.is === "data" : sameAnswer(answer, subject);
	if (right.some(agrees)) return { is: "same" };
	return {
		is: "failure",
		text: `${questionText(question)} at ${nameserver}: expected ${wanted(right)}, got ${answerText(subject)}`,
	};
}

const wanted = (right: readonly Answer[]): string => [...new Set(right.map(answerText))].join(" or ");
