/** What two arms got at the same instants: columns instead of objects, since every test walks them all. */
export interface Pairs {
	/** Planned instant of each pair in ascending order, ms since the measured part began. */
	times: Float64Array;
	/** Index of the node that asked. */
	nodes: Int32Array;
	/** Latency of the baseline, ms; +Infinity where it failed. */
	baseline: Float64Array;
	/** Latency of the arm, ms; +Infinity where it failed. */
	arm: Float64Array;
}
