import { type Entry, sentenceBook } from "./sentence-book.ts";
import { changes, nodes } from "./zh-events.ts";
import { comparisons, headlines, predictions } from "./zh-headlines.ts";
import { validity, verdicts } from "./zh-judgements.ts";

/** Several sentences in one. */
const lists: Entry[] = [["{one}; {others}", "{one}；{others}"]];

const workloads = ["hot", "cold", "external", "fresh"];

/** `{workload names}` of a target is one of four words, which makes four templates of one. */
const expand = ([source, target]: Entry): Entry[] =>
	target.includes("{workload names}")
		? workloads.map(
				(name): Entry => [
					source.replace("{workload}", name),
					target.replace("{workload names}", names[name] ?? name),
				],
			)
		: [[source, target]];

const names: Record<string, string> = {
	hot: "热点域名",
	cold: "冷域名",
	external: "外部域名",
	fresh: "新变域名",
};

/** A sentence of a run in Simplified Chinese; one that is not known stays as it is. */
export const chineseSentence = sentenceBook(
	[
		...validity,
		...headlines,
		...comparisons,
		...predictions,
		...verdicts,
		...nodes,
		...changes,
		...lists,
	].flatMap(expand),
);
