import type { measurementCodes } from "../error-codes/measurement.ts";
import type { Explanation } from "./explanation.ts";

export const measurementExplanations: Record<keyof typeof measurementCodes, Explanation> = {
	LDNS301: {
		title: "A probe cannot use its plan",
		explanation:
			"A probe reads all that it is to do from one JSON document, the ProbePlan. What it was given is no such document: it is not JSON, a field is missing, or a field has a value that a probe cannot work with. The message names the field. Nothing was sent.",
	},
	LDNS302: {
		title: "A probe ended before it had told everything",
		explanation:
			"The probe process of an arm died, so its results are incomplete and nothing is judged. The cause carries its exit code and last words; memory limits are the usual reason.",
	},
	LDNS345: {
		title: "No link can be taken from that run",
		explanation:
			"bench --like takes round trip, jitter, loss, bursts and blackouts from the packets of the arm direct in a run file, on one node. That needs the resolutions themselves (the file of --out, not the report of -o json), at least 200 UDP exchanges of that arm on that node, and some of them answered. The cause says what was missing. Nothing was started.",
	},
	LDNS346: {
		title: "A prediction cannot be held against that run",
		explanation:
			"bench report --prediction puts what a lab foretold beside what a cluster showed. The prediction has to be a run of bench --lab --like, and the run beside it one in the cluster, on which the node was measured whose link the lab had.",
	},
};
