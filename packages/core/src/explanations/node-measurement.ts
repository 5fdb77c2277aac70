import type { nodeMeasurementCodes } from "../error-codes/node-measurement.ts";
import type { Explanation } from "./explanation.ts";

export const nodeMeasurementExplanations: Record<keyof typeof nodeMeasurementCodes, Explanation> = {
	LDNS325: {
		title: "No probe has begun on any node",
		explanation:
			"A measurement puts a pod on each node, and waits until it has said its first word. Within the time for that none did; the cause that is printed is that of the first node. Most often the image cannot be pulled there (--probe-image names another), a quota or an admission policy turns the pods away, or no kubelet answers. Everything that was made for the measurement is removed again.",
		sources: ["kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle"],
	},
};
