import { everyNode } from "../tolerations.ts";

/**
 * Puts a pod on one node by the scheduler, as the DaemonSet controller does, and not by `nodeName`: a node that cannot
 * take it is then told of in the pod's conditions instead of a pod that fails without a word.
 */
export const onNode = (node: string) => ({
	affinity: {
		nodeAffinity: {
			requiredDuringSchedulingIgnoredDuringExecution: {
				nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] }],
			},
		},
	},
	tolerations: everyNode,
});
