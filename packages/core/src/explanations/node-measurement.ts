import type { nodeMeasurementCodes } from "../error-codes/node-measurement.ts";
import type { Explanation } from "./explanation.ts";

export const nodeMeasurementExplanations: Record<keyof typeof nodeMeasurementCodes, Explanation> = {
	LDNS325: {
		title: "No probe has begun on any node",
		explanation:
			"A measurement puts a pod on each node, and waits until it has said its first word. Within the time for that none did; the cause that is printed is that of the first node. Most often the image cannot be pulled there (--probe-image names another), a quota or an admission policy turns the pods away, or no kubelet answers. Everything that was made for the measurement is removed again.",
		sources: ["kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle"],
	},
	LDNS326: {
		title: "A measurement was cut off before its end",
		explanation:
			"Once probes have begun, they go on without the API server, and so does the measurement: it is asked again until a minute after the probes should have ended, and for five minutes at the least. When it does not come back, when it refuses what it had allowed (a token that has expired, a role that was taken away), or when the disk that keeps the samples is full, what was read until then is judged and written, node by node as far as it goes; the last ten seconds of a node that was cut off do not count, because slow answers would be missing among them. The report names what is missing and the verdict says on how many nodes it stands; answers are not judged by their content where Services could not be looked up at the end. What could not be removed is named, with the command that does it; probes end by themselves.",
		sources: ["kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle"],
	},
};
