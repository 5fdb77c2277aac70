/** Words of the page of two runs, in English. */
export const englishComparison = {
	title: (before: string, after: string) => `localdns bench compare · ${before} → ${after}`,
	unpaired: "unpaired",
	notComparable: "not comparable",
	cannot: "These runs cannot be compared.",
	why: "No verdict, because:",
	runs: "The two runs",
	before: "Before",
	after: "After",
	started: "Started",
	length: "Length",
	nodes: "Nodes",
	arms: "Arms",
	leftOut: "Nodes that are not in these figures",
	names: "names",
	control: "control",
	changed: "changed",
	failed: "failed",
	change: "Change",
	interval: "95% interval",
	test: "Test",
	lessControl: "less the control",
	paired: (baseline: string) => `paired, − ${baseline}`,
	verdictNodes: (nodes: string) => `on the ${nodes} of that run`,
	unpairedMinusPaired: "unpaired − paired",
	figureTitle: "How much the failures changed",
	figureAbout:
		"After minus before, with the 95% interval. The control was asked in both runs and nothing was done to it: when it moves, the world moved.",
	methodTitle: "Unpaired, and what that means",
	method: [
		[
			"Paired",
			"is one run that asks both ways at the same instants. Whatever the link does in that time, it does to both, and the difference is theirs alone. That is the stronger evidence: prefer it where both ways can stand side by side.",
		],
		[
			"Unpaired",
			"are two runs, one after the other. The link, the load and the hour have changed between them as well, and all of that is in the difference. So it takes larger differences, or longer runs, to show one. Where the second run asked both ways, its own paired difference stands in the tables above, over the nodes of this comparison; its verdict is the one of that run’s report, over all nodes that count there. What the unpaired difference has more than the paired one, the world did, or the other names where the runs did not ask for the same.",
		],
		[
			"The control",
			"is the first arm of both runs, usually the cluster DNS asked directly. Nothing was done to it, so what it changed by was done by the world. Where it moved there is no verdict on the cause; “less the control” is the change of the other arm minus that of the control.",
		],
		[
			"The test",
			"deals whole blocks of time out to the two runs at random and counts how often the difference comes out as large. Failures and p99 are judged together (Holm), at 5%.",
		],
	] as [string, string][],
};
