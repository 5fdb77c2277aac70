/** What a lab foretold beside what came, in English: in the terminal and on the page. */
export const englishPrediction = {
	title: (prediction: string, outcome: string) =>
		`localdns bench · prediction ${prediction} → outcome ${outcome}`,
	foretold: "foretold",
	measured: "measured",
	difference: "difference",
	doubt: "doubt",
	lab: (id: string, at: string, link: string) => `lab run ${id} · ${at} · link ${link}`,
	from: (arm: string, node: string, id: string, at: string) =>
		`taken from ${arm} on ${node} in run ${id} · ${at}`,
	cluster: (id: string, at: string, node: string) => `run ${id} · ${at} · node ${node}`,
	failed: "failed",
	change: "what the cache changes",
	agreement: "agreement",
	agrees: "agrees",
	disagrees: "does not agree",
	notJudged: "not judged",
	runs: "Where the figures come from",
	basis: "What the link was taken from",
	methodTitle: "What a prediction is worth",
	method: [
		[
			"The lab",
			"had real servers and a made link: round trip, jitter, loss, bursts and blackouts as the packets of one arm showed them on one node. It speaks for that link and for the names and rate of the lab, not for the load of the cluster.",
		],
		[
			"Agreement",
			"of rates means that the 95% interval of their difference holds 0, of times that their intervals overlap. Times that are both near the floors of their probes (*) may be shorter than these can tell, and are not said to differ. Both runs are samples, so equal figures are not to be expected, and short runs agree easily.",
		],
		[
			"Not judged",
			"are the figures of a run that is not valid, or of a node that does not count: a probe that was late or kept from the CPU has measured itself.",
		],
	] as [string, string][],
};
