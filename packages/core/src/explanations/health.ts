import type { healthCodes } from "../error-codes/health.ts";
import type { Explanation } from "./explanation.ts";

export const healthExplanations: Record<keyof typeof healthCodes, Explanation> = {
	LDNS760: {
		title: "A text that is no SLO",
		explanation:
			"An SLO is a list of promises with commas between them: failures=PERCENT, the share of resolutions that may have no right answer within 5 s, and p50, p90, p95, p99 or p99.9=DURATION, the time within which that share of them has to be answered. Units are never optional. failures=0% can never be shown to be kept, because no number of good answers excludes a bad one: 0.01% is the smallest.",
		sources: ["docs/guides/health-check.md"],
	},
	LDNS761: {
		title: "A text that is no schedule",
		explanation:
			"A schedule has the five fields of cron: minute, hour, day of the month, month, day of the week, or one of @hourly, @daily, @weekly. The API server would refuse others only when everything else is there already. A run takes about two minutes, so runs that are closer than that leave each other out.",
		sources: ["kubernetes.io: CronJob, Schedule syntax"],
	},
	LDNS762: {
		title: "No node could be asked",
		explanation:
			"No node is Ready, or no probe on a Ready node has told anything that counts: its pod could not be made or started, or its clock, its CPU time or its punctuality say more of the probe than of DNS. A node that is not Ready is named and is no reason for an alarm. Nothing was judged, and the history is as before.",
	},
	LDNS763: {
		title: "The history could not be used",
		explanation:
			"The ConfigMap localdns-health-history holds something that localdns has not written, or not whole. Its text was kept in localdns-health-history-aside, in place of what was there, and the history begins anew: counts that were carried from run to run, and the breaches so far, are forgotten.",
	},
	LDNS764: {
		title: "The history changed while a run was to be added",
		explanation:
			"Two checks at once are kept apart by a Lease, so something else writes to the ConfigMap again and again. The verdict stands; it is not in the history, and does not count for an alarm.",
	},
	LDNS765: {
		title: "A receiver did not take the result",
		explanation:
			"The Pushgateway or the webhook was out of reach, took longer than 10 s, answered with an error or with a redirect, which is not followed. The verdict, the exit code and the history are the same as with it. Only scheme, host and port are shown, since the rest of such an address is often a secret.",
	},
	LDNS766: {
		title: "No health check is installed",
		explanation:
			"There is no ConfigMap localdns-health-history in this namespace. health-check install makes it, together with the CronJob.",
	},
	LDNS767: {
		title: "Objects of the health check's names are someone else's",
		explanation:
			"An object that install would apply is there, and localdns has not made it. It is not taken over.",
	},
	LDNS768: {
		title: "A run that is too large",
		explanation:
			"A check keeps each resolution until it is judged, and its pod has memory for one and a half million: rate × nodes × duration may be no more. Without --rate it is as many as tell the SLO from twice as many bad ones, at least one a second and node: 60,000 on 1,000 nodes in a minute.",
		sources: ["docs/guides/health-check.md"],
	},
	LDNS769: {
		title: "A run that could not end in time",
		explanation:
			"The Job of a scheduled run is ended after a time that was reckoned from the nodes of the day on which it was installed. For each node a pod is made, marked, read and removed, at a pace that spares the API server: 0.29 s a node. There are so many more nodes by now that a run would be ended before its verdict, so it was not begun. health-check install with the same flags gives it the time.",
		sources: ["docs/guides/health-check.md"],
	},
};
