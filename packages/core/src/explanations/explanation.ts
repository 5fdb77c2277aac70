/** The long text behind a code, for someone who meets it for the first time. */
export interface Explanation {
	/** One line, no code in it. */
	readonly title: string;
	/** Two to five sentences. */
	readonly explanation: string;
	/** Where the fact behind it is written: an RFC, a file of CoreDNS or K3s, an issue. */
	readonly sources?: readonly string[];
}
