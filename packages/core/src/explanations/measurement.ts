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
};
