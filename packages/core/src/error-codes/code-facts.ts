/** How bad a finding is. */
export type Severity = "error" | "warning" | "info";

/** What the code that raises an error or a finding needs to know of it; the long text is in explanations/. */
export interface CodeFacts {
	/** What to do, used where the place that raised it knows nothing better. */
	readonly hint: string;
	/**
	 * Of the command that ends with it: 1 the answer is no, 2 usage or configuration, 3 could not find out,
	 * 4 a change failed and was rolled back, 5 a change failed and needs a hand.
	 */
	readonly exitCode: 1 | 2 | 3 | 4 | 5;
	/** Of a finding, unless the place that found it knows better. */
	readonly severity?: Severity;
}
