/**
 * What the cluster's names were worth over the run, against which answers are judged.
 * Times are ms since the measured part began; a name's first state begins at -Infinity,
 * written as null in JSON.
 */
export interface NameState {
	sinceMs: number | null;
	/** Empty: the name does not exist. */
	addresses: string[];
}

/** Absolute lower-case names with the final dot → states in time order. */
export type Truth = Record<string, NameState[]>;
