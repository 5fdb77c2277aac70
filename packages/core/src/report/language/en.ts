import type { Outcome, Workload } from "../../measure/sample.ts";
import type { LinkPath, MeasuredNode, RunMark, Verdict } from "../bench-report.ts";
import { englishPage } from "./en-page.ts";
import { englishPrediction } from "./en-prediction.ts";
import { englishTable } from "./en-table.ts";

const s = (count: number): string => (count === 1 ? "" : "s");

/** The words that every view uses for the same thing, in English. The shape of every other language. */
export const english = {
	tag: "en",
	/** Sentences that the analysis put into the run; they are English in the JSON. */
	sentence: (text: string): string => text,
	/** Bounds that `number-text.ts` joined by a word. */
	range: (text: string): string => text,
	/** Between sentences of one paragraph. */
	gap: " ",
	/** An aside after a sentence. */
	aside: (text: string): string => ` (${text})`,
	/** Between the parts of an aside. */
	semicolon: "; ",
	comma: ", ",
	verdict: {
		better: "better",
		worse: "worse",
		same: "same",
		"no-detectable-difference": "no detectable difference",
		inconclusive: "inconclusive",
	} satisfies Record<Verdict, string> as Record<Verdict, string>,
	workload: {
		hot: { title: "Hot names", about: "A few real Services, asked more often than their TTL." },
		cold: {
			title: "Cold names",
			about:
				"Unique cluster names that do not exist: every question is a cache miss, so no cache can answer it alone.",
		},
		external: { title: "External names", about: "Names outside the cluster." },
		fresh: {
			title: "Fresh names",
			about: "Names that appear, move or vanish during the run: how long an old answer lives on.",
		},
	} as Record<Workload, { title: string; about: string }>,
	outcome: {
		ok: "ok",
		late: "late",
		timeout: "timeout",
		servfail: "SERVFAIL",
		refused: "REFUSED",
		other_rcode: "other rcode",
		unexpected_nxdomain: "false NXDOMAIN",
		unexpected_nodata: "false NODATA",
		wrong_answer: "wrong answer",
		truncated_tcp_fail: "TCP retry failed",
		icmp_refused: "port refused",
		send_error: "send error",
		malformed: "malformed",
		probe_fault: "probe fault",
		aborted: "aborted",
	} as Record<Outcome, string>,
	nodeState: {
		measured: "measured",
		partial: "partial",
		void: "void",
		missing: "missing",
	} as Record<MeasuredNode["state"], string>,
	way: {
		direct: "direct",
		"peer-relay": "peer relay",
		derp: "DERP",
		nothing: "nothing",
	} as Record<LinkPath["by"], string>,
	markKind: {
		path: "path",
		probe: "probe",
		node: "node",
		cache: "cache",
		clock: "clock",
		name: "name",
		blackout: "blackout",
	} as Record<RunMark["kind"], string>,
	nodes: (count: number): string => `${count} node${s(count)}`,
	overlay: {
		way: { direct: "direct", "peer-relay": "peer-relay", derp: "derp" } as Record<
			"direct" | "peer-relay" | "derp",
			string
		>,
		unknown: "the way is not known",
		over: (name: string, version: string) => `over ${name} ${version}: `,
		from: (way: string, time: string) => `, ${way} from ${time} on`,
		packets: (shares: string) => `packets: ${shares}`,
	},
	short: {
		interrupted: " (interrupted)",
		link: (spec: string) => `link ${spec}`,
		seed: (seed: number) => `seed ${seed}`,
		floor: (time: string) => `probe floor ${time}`,
		failed: (arm: string, counts: string, rate: string) => `${arm} ${counts} failed (${rate})`,
		stale: (count: number) => `${count} stale`,
		worst: (nodes: string) => `Worst nodes: ${nodes}`,
		worstNode: (node: string, arms: string) => `${node} ${arms}`,
		uncounted: (count: number, nodes: string) => `${count} node${s(count)} not in the figures: ${nodes}`,
		more: (count: number) => `and ${count} more`,
		invalid: (reasons: string) => `**Not valid, no verdict**: ${reasons}`,
		noVerdict: "No verdict",
		colon: ": ",
		capitals: (word: string) => word.toUpperCase(),
	},
	page: englishPage,
	table: englishTable,
	prediction: englishPrediction,
};

/** Words and sentences of a report in one language; each language has all of them, or it does not compile. */
export type Language = typeof english;
