import { setTimeout as sleep } from "node:timers/promises";
import type { ResolvConf } from "@localdns/core/dns";
import {
	type Answer,
	isConclusive,
	type Judgement,
	judge,
	type VerificationPlan,
	type VerificationQuestion,
	type VerificationResult,
} from "@localdns/core/verification";
import { parseServerAddress } from "../server-address.ts";
import { askPatiently } from "./patient-stub.ts";

/** How long a verification takes at most, and how it spreads its questions. */
export interface VerificationPace {
	/** Whatever is not answered then has no answer. @default 18000, in a pod that is to end within 20 s */
	readonly budgetMs: number;
	/** Between one question and the next, so that they are no burst that a policed link drops. @default 10 */
	readonly gapMs: number;
	/** After which an answer that differs is asked for once more: longer than the 5 s that CoreDNS lets Services be cached. @default 6000 */
	readonly settleMs: number;
}

export const usualPace: VerificationPace = { budgetMs: 18_000, gapMs: 10, settleMs: 6000 };

/** Asks all questions of every nameserver, and compares with the cluster DNS. */
export async function verify(
	plan: VerificationPlan,
	conf: ResolvConf,
	{ budgetMs, gapMs, settleMs }: VerificationPace,
): Promise<VerificationResult> {
	const { by, nameservers, reference, questions } = plan;
	const counts = { asked: 0, same: 0, notComparable: 0, failed: 0 };
	const failures: string[] = [];
	if (by === "kubelet" && conf.nameservers.join() !== nameservers.join())
		return { kind: "VerificationResult", misdirectedTo: conf.nameservers, ...counts, failures };
	const signal = AbortSignal.timeout(budgetMs);
	const ask = (servers: readonly string[]) => (question: VerificationQuestion) =>
		firstConclusive(servers, (server) => askPatiently(parseServerAddress(server), question, conf, signal));
	const all = nameservers.flatMap((nameserver) => questions.map((question) => ({ nameserver, question })));
	const judgements = await Promise.all(
		all.map(async ({ nameserver, question }, index) => {
			await sleep(index * gapMs);
			return await judgeOne(question, nameserver, ask([nameserver]), ask(reference), { settleMs, signal });
		}),
	);
	for (const judgement of judgements) {
		counts.asked += 1;
		if (judgement.is === "same") counts.same += 1;
		else if (judgement.is === "not-comparable") counts.notComparable += 1;
		else {
			counts.failed += 1;
			failures.push(judgement.text);
		}
	}
	return { kind: "VerificationResult", ...counts, failures };
}

type Ask = (question: VerificationQuestion) => Promise<Answer>;

/** The cluster DNS is asked beside the cache; only where they differ again after it, and once more when caches have run out. */
async function judgeOne(
	question: VerificationQuestion,
	nameserver: string,
	askSubject: Ask,
	askReference: Ask,
	{ settleMs, signal }: { settleMs: number; signal: AbortSignal },
): Promise<Judgement> {
	const look = async (): Promise<Judgement> => {
		const [before, subject] = await Promise.all([askReference(question), askSubject(question)]);
		const judgement = judge(question, { nameserver, subject, reference: [before] });
		// One that does not answer is not compared again: it was given every chance.
		if (judgement.is !== "failure" || !isConclusive(subject) || signal.aborted) return judgement;
		const after = await askReference(question);
		return judge(question, { nameserver, subject, reference: [before, after] });
	};
	const first = await look();
	if (first.is !== "failure") return first;
	await sleep(settleMs, undefined, { signal }).catch(() => {});
	if (signal.aborted) return first;
	const second = await look();
	// What the end of the budget cut short is no second opinion.
	return signal.aborted && second.is !== "same" ? first : second;
}

async function firstConclusive(
	servers: readonly string[],
	ask: (server: string) => Promise<Answer>,
): Promise<Answer> {
	let last: Answer = { is: "none", why: "there is no cluster DNS to compare with" };
	for (const server of servers) {
		last = await ask(server);
		if (isConclusive(last)) return last;
	}
	return last;
}
