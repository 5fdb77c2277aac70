/** What came of asking a server until it answered or patience was over. */
export type Answer =
	/** Addresses, or names for PTR: lower case, absolute, sorted, none twice. */
	| { readonly is: "data"; readonly data: readonly string[] }
	/** The name exists and has no record of this type. */
	| { readonly is: "nodata" }
	| { readonly is: "nxdomain" }
	/** Any other response code, by its name in the registry: `SERVFAIL`, `REFUSED`. */
	| { readonly is: "rcode"; readonly rcode: string }
	/** Nothing came, or nothing that can be read; `why` in words. */
	| { readonly is: "none"; readonly why: string };

/** Whether two answers say the same; order and case do not count, nor does the time to live. */
export function sameAnswer(one: Answer, other: Answer): boolean {
	return answerText(one) === answerText(other);
}

/** Whether the server knew: a failure of its own, or silence, says nothing of the name. */
export const isConclusive = ({ is }: Answer): boolean =>
	is === "data" || is === "nodata" || is === "nxdomain";

/** An answer in words. */
export function answerText(answer: Answer): string {
	switch (answer.is) {
		case "data":
			return [...new Set(answer.data.map((each) => each.toLowerCase()))].toSorted().join(", ");
		case "nodata":
			return "no record of this type (NOERROR)";
		case "nxdomain":
			return "no such name (NXDOMAIN)";
		case "rcode":
			return answer.rcode;
		case "none":
			return answer.why;
	}
}
