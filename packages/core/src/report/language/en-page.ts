import type { OutcomeClass } from "../svg/outcome-class.ts";
import { englishComparison } from "./en-comparison.ts";

const s = (count: number): string => (count === 1 ? "" : "s");

/** Everything that the page of a run, and that of a comparison, says by itself. */
export const englishPage = {
	measured: (length: string, interrupted: boolean) =>
		`${length} measured${interrupted ? ", interrupted" : ""}`,
	run: (id: string) => `run ${id}`,
	link: (spec: string) => `link ${spec}`,
	notValid: "not valid",
	cannotBeJudged: "This run cannot be judged.",
	noVerdict: "No verdict.",
	noVerdictAbout: " The figures below show what went wrong; they say nothing about the arms.",
	valid: "✓ valid",
	late: (time: string) => `probe late by ${time} at p99`,
	floor: (time: string) => `its own floor ${time}`,
	faults: (count: string) => `${count} probe faults`,
	stray: (count: string) => `${count} stray replies`,
	proved: (lost: string, sent: string, expected: string, rtt: string) =>
		`link proved: ${lost} of ${sent} packets lost (${expected} expected), RTT ${rtt}`,
	standsOn: (fit: number, planned: number) => `figures of ${fit} of ${planned} nodes`,
	failedWithin: (length: string) => `failed within ${length}`,
	typical: "Typical time (p50)",
	slowest: "Slowest one in a hundred (p99)",
	against: (arm: string) => `Against ${arm}`,
	rate: (rate: number) => `${rate} resolutions a second per arm`,
	exchanges: (count: string) => `${count} DNS exchanges each`,
	noSamples: (option: string) =>
		`Plots of single resolutions need the samples, which this file does not hold; the run file of ${option} does.`,
	noResolution: "No resolution of this workload was measured.",
	cutOff: (there: string, counted: string) =>
		`The file was cut off: these plots show the ${there} resolutions that are left of the ${counted} in the figures.`,
	showNumbers: "Show the numbers",
	column: {
		arm: "Arm",
		failedIn: (length: string) => `Failed in ${length}`,
		interval: "95% interval",
		stale: "Stale",
		wrong: "Wrong",
		queries: "Queries",
		perName: "per name",
		upTo: (time: string) => `up to ${time} old`,
		node: "Node",
		path: "Path to the cluster DNS",
		difference: "Difference",
		verdict: "Verdict",
		where: "where",
		method: "method",
		pAll: "p (all nodes)",
		resolutions: "resolutions",
		answered: "answered",
		slowerThan: "slower than",
		from: "from",
		state: "State",
		received: "Received of planned",
		reason: "Why",
		at: "At",
		what: "What",
		mtu: "MTU",
		to: "To",
		way: "Way",
		rtt: "RTT",
		pings: "Pings lost",
		changes: "Changes",
		hits: "Hit ratio",
		queriesSeen: "Answers",
		servedStale: "Served stale",
		checks: "Upstream checks failed",
		broken: "All upstreams broken",
		lateness: "Late, p99",
		floor: "Floor, p50",
	},
	predicted: (share: string, inside: boolean) =>
		`▾ predicted ${share}, ${inside ? "inside" : "outside"} the interval`,
	noCache: "no cache",
	clusterDnsAlone: "the cluster DNS, no cache",
	howJudged: "How this was judged",
	judged: {
		failures: "difference in failures",
		signFlip: "sign-flip over blocks",
		holm: (raw: string, adjusted: string) => `${raw}; after Holm ${adjusted}`,
		p99: "p99",
		p99SignFlip: "p99, sign-flip",
		typical: "typical time",
		discordant: "pairs where only one failed",
		episodes: "episodes of failure",
		blocks: "blocks",
		blocksOf: (count: string, length: string, why: string) => `${count} of ${length}: ${why}`,
		detectable: "smallest difference that would have shown",
	},
	ecdf: {
		title: "How soon answers come",
		about: (deadline: string) =>
			`Share of resolutions with a usable answer within a time. Where a line levels off below 100%, the rest failed within ${deadline}.`,
		label: "Share of resolutions answered within a time, per arm",
		axis: "time to a usable answer",
	},
	tail: {
		title: "The slow end",
		about:
			"Share of resolutions slower than a time; failures are slower than everything. The band is the 95% interval at each time, if losses were independent.",
		label: "Share of resolutions slower than a time, per arm",
		axis: "slower than",
	},
	failedShare: (share: string) => `${share} failed`,
	noneFailed: "none failed",
	probeFloor: "probe floor",
	deadline: "deadline",
	timeline: {
		title: "When resolutions failed",
		about:
			"One tick per failed resolution, at the instant it was asked. Ticks side by side are one outage; ticks above each other hit several arms at once.",
		label: "Failed resolutions over the run, one tick each",
		at: (time: string) => `at ${time}`,
		dark: (length: string, narrow: boolean) => `${narrow ? "dark" : "link dark"} ${length}`,
		diamonds: "A diamond marks what happened on that node; the list is under “What happened during the run”.",
	},
	heat: {
		title: "Where and when failures gather",
		about: (bin: string) => `Share of failed resolutions in stretches of ${bin}. Hatched: nothing was asked.`,
		label: "Share of failed resolutions over the run",
		none: "none failed",
		upTo: (share: string) => `up to ${share}`,
		noData: "no data",
	},
	shownWorst: (shown: number, all: number) => `The ${shown} nodes of ${all} that failed most.`,
	forestWorst: (shown: number, all: number) => `The ${shown} nodes of ${all} with the worst difference.`,
	others: (count: number) => `${count} other${s(count)}`,
	laneFailed: (failed: string, all: string) => `${failed} of ${all} failed`,
	outcomeClass: {
		timeout: "no answer",
		late: "answered after the deadline",
		error: "an error for an answer",
		wrong: "a wrong answer",
		unsent: "refused or not sent",
		stale: "stale answer (not a failure)",
	} satisfies Record<OutcomeClass, string> as Record<OutcomeClass, string>,
	forest: {
		title: (baseline: string) => `Difference in failures from ${baseline}`,
		many: "Each node with its 95% interval, and the diamond for all nodes together. What crosses zero is no difference that this run can show.",
		one: "The diamond spans the 95% interval. What crosses zero is no difference that this run can show.",
		allNodes: "all nodes",
		label: (baseline: string) => `Difference in failure rate from ${baseline}`,
		axis: (baseline: string) => `percentage points more or fewer failures than ${baseline}`,
		less: "← fails less",
		more: "fails more →",
		difference: "difference",
	},
	waterfall: {
		title: "Inside the slowest resolutions",
		about:
			"Every packet of the ten that took longest, A above AAAA: one lost packet costs the stub a whole timeout.",
		label: "Attempts of the slowest resolutions",
		lost: "waited for, never answered",
		udp: "answered over UDP",
		tcp: "answered over TCP",
		head: ["asked at", "node", "arm", "name", "question", "try", "began", "took", "outcome"],
	},
	nodeMatrix: {
		title: "Node by node",
		about: (workload: string) =>
			`${workload}, the node that fails most first. Verdicts allow for the number of nodes (Holm), so that the unluckiest is not taken for a finding.`,
		besideDns: "cluster DNS runs here",
		rest: (count: number) => `Show ${count} more node${s(count)}`,
		folded: (count: number, failed: string, verdicts: string) =>
			`${count} further node${s(count)} ${count === 1 ? "is" : "are"} not listed one by one; ${failed}${verdicts === "" ? "" : `; verdicts: ${verdicts}`}. All are in the JSON.`,
		foldedArm: (arm: string, counts: string) => `${arm} failed ${counts}`,
		other: (workload: string) => `The same on ${workload.toLowerCase()}`,
	},
	notCounted: {
		title: "Nodes that are not whole",
		about: (whole: number, all: number) =>
			`${whole} of ${all} nodes brought everything that was planned. What is missing or does not count on the others:`,
	},
	links: {
		title: "Links of the nodes",
		about:
			"How the packets of each node reached the nodes of the cluster DNS, from the pings of its own tailscaled during the run. They are not DNS and show the link alone; the worst first.",
		none: "none",
		via: (way: string, region: string) => `${way} ${region}`,
		changed: (time: string, from: string, to: string) => `${time}: ${from} → ${to}`,
	},
	caches: {
		title: "The caches’ own counters",
		about:
			"What the cache of each node counted between the begin of the measured part and its end, whoever asked it; the lowest hit ratio first.",
	},
	marks: {
		title: "What happened during the run",
		allNodes: "all",
		rest: (count: number) => `and ${count} more; all are in the JSON`,
	},
	more: (count: number) => `and ${count} more`,
	beyond: (count: number) => `${count} further row${s(count)} ${count === 1 ? "is" : "are"} in the JSON.`,
	setting: {
		title: "What was measured",
		link: "Link",
		proof: "Proof",
		arms: "Arms",
		nodes: "Nodes",
		length: "Length",
		measured: (length: string, warmup: string, interrupted: boolean) =>
			`${length} measured after ${warmup} of warm-up${interrupted ? "; interrupted" : ""}`,
		stub: "Stub",
		stubWords: (profile: string, deadline: string, ndots: number, search: string) =>
			`${profile}, deadline ${deadline}, ndots:${ndots}, search ${search}`,
		seed: "Seed",
		host: "Host",
		cluster: "Cluster",
		clusterDns: "Cluster DNS",
		on: (nodes: string) => `on ${nodes}`,
		cache: "Cache",
		noCache: "none was installed: this is a baseline",
		mode: (mode: string) => `mode ${mode}`,
		staged: "staged for this run, no kubelet pointed at it",
		load: "Load of the run itself",
		loadWords: (perNode: string, nodes: string, queries: string, toDns: string) =>
			`at most ${perNode} names a second on each of ${nodes}, which is ${queries} DNS queries a second each and ${toDns} a second to the cluster DNS in all`,
		rtt: (rtt: string, jitter: string) => `${rtt} ms round trip ± ${jitter} ms`,
		lossAlone: (share: string) => `${share} of packets lost each way, independently`,
		lossBursts: (share: string, length: string) =>
			`${share} of packets lost each way in bursts of ${length} on average`,
		udpBlocked: "UDP blocked",
		udpPoliced: (rate: string) => `UDP policed above ${rate} kbit/s`,
		cut: (length: string, at: string) => `cut for ${length} at ${at}`,
		proofWords: (lost: string, sent: string, share: string, expected: string, rtt: string) =>
			`${lost} of ${sent} test packets lost before the run (${share}; ${expected} expected), round trip ${rtt}`,
		counters: "Packets that the link saw and lost",
		counterHead: ["direction", "packets", "lost at random", "in bursts", "by policing", "in blackouts"],
		toDns: "to the cluster DNS",
		toPods: "back to the pods",
		corefile: (arm: string) => `Corefile of ${arm}`,
	},
	method: {
		title: "Method and limits",
		paragraphs: (about: {
			deadline: string;
			stub: string;
			blocks: string | undefined;
			place: "lab" | "cluster" | "elsewhere";
		}): [string, string][] => [
			[
				"One resolution",
				`is what an application waits for: a name as it would be typed, tried through the search list, A and AAAA, with the retries of a ${about.stub} stub. Every packet of it is kept.`,
			],
			[
				"Failed",
				`means no right answer within ${about.deadline}, one timeout of a stub. A rescue by the second try counts as failed, because somebody waited. An address that was never true counts as failed too; one that was true once is stale, counted apart and not as failed.`,
			],
			[
				"Times",
				`include failures: they are slower than every answer. So a percentile can read “> ${about.deadline}”, and dropping lost packets makes nothing look faster. “–” means too few resolutions to say.`,
			],
			[
				"Fair conditions",
				"All arms were asked at the same random instants, in random order, 50 ms apart, whether earlier answers had come or not. Whatever the link did, it did to all of them. Hot and fresh names are the same for all arms; cold and external ones are each arm’s own, so that none warms a cache for another.",
			],
			[
				"Verdicts",
				`come from whole blocks of time${about.blocks === undefined ? "" : ` (${about.blocks})`}, because losses come in bursts and a thousand failures in one outage are one piece of evidence. If the arms were equal, swapping them in any block would change nothing; the p-value is how often random swaps give a difference as large. Failures and p99 are judged together (Holm), at 5%. A difference too small to matter is “same”, however certain.`,
			],
			[
				"Intervals",
				"are 95%. Each names its method. Intervals of rates allow for bursts where bursts were seen.",
			],
			[
				"The probe’s own error",
				"was measured in the same run: an echo without DNS gives the floor, and the delay behind schedule gives the lateness. A time marked * is so near the floor that it may be shorter still. Nothing is subtracted.",
			],
			...(about.place === "cluster"
				? ([
						[
							"Nodes",
							"are each measured by one pod of their own, which asks all arms itself: whatever its node, its clock or its link did, it did to every arm. A block of time holds all nodes, because an outage may strike them together. A node whose probe was throttled, late or lost is named and left out of the figures of the run, not of this page.",
						],
						[
							"Names",
							"of the workload “hot” are Services of this cluster. Their right answers were read from the API server before and after the run.",
						],
					] as [string, string][])
				: []),
			[
				"Limits",
				`This speaks for this link, these names, this rate and this length, and for nothing else. On cold names no cache can beat the link at the median. ${about.place === "lab" ? "In the lab the servers are real and the link is made: it shows what a cache does on such a link, not what your link is like." : "Nodes differ: read them one by one. The pods ask as an application would, and no application was asked."}`,
			],
		],
	},
	compare: englishComparison,
};
