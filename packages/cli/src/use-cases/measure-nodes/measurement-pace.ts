/** Requests a second for whatever is done once for each node. */
export const perSecond = 20;
/** Of them that wait for their answer. */
export const atOnce = 6;
/** Turns of a node before its start: its plan, its pod, the first reading of its log, its mark. */
export const pacedSteps = 4;
/** Time for a probe to be scheduled, pulled and started, unless told otherwise. */
export const startPatienceMs = 120_000;
/** From the last mark on a pod until its kubelet has told the probe: measured in docs/decisions/0015-a-bench-in-a-cluster.md. */
export const kubeletWithinMs = 5000;
/** Beyond the end of a probe: for a node that is away for a moment, or a log that has to be read twice. */
export const endPatienceMs = 60_000;
/** Removals a second, of a pod and of its plan. */
export const removedPerSecond = 50;
/** Of the pods that are removed, whose grace is five seconds; a kubelet that is away lets its pod stand until it is back. */
export const goneWithinMs = 30_000;
