import type { CheckResult } from "@localdns/core/checks";
import type { Diagnosis } from "../diagnosis.ts";
import { type JunitCase, type JunitOutcome, junitDocument } from "./junit-document.ts";

/** What nobody could find out is an error; a warning, for which JUnit has no word, is a test that passed and said so. */
const outcomes: Readonly<Record<CheckResult["status"], JunitOutcome>> = {
	ok: "passed",
	skipped: "skipped",
	unknown: "error",
	error: "failure",
	warning: "output",
};

/** Results of doctor as JUnit XML. */
export const doctorJunit = ({ place, results }: Diagnosis): string =>
	junitDocument({ name: `localdns doctor ${place.context}` }, results.map(caseOf));

function caseOf({ id, code, category, status, text, hint }: CheckResult): JunitCase {
	const said = hint === undefined ? text : `${text}; hint: ${hint}`;
	return {
		classname: category,
		name: `${code} ${id}`,
		outcome: outcomes[status],
		type: code,
		message: status === "warning" ? `warning ${code}: ${said}` : said,
	};
}
