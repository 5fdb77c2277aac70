import type { clusterChangeCodes } from "../error-codes/cluster-change.ts";
import type { Explanation } from "./explanation.ts";

const serverSideApply = "kubernetes.io: Server-Side Apply";
const leases = "kubernetes.io: Leases";

export const clusterChangeExplanations: Record<keyof typeof clusterChangeCodes, Explanation> = {
	LDNS701: {
		title: "Another manager owns a field",
		explanation:
			"The API server keeps for each field who wrote it last, and refuses to let a second manager change it unasked. The message names each field and its manager: a hand with kubectl, a GitOps controller, another tool. Either that manager gives the field up, or localdns takes it with --force-conflicts; a controller that goes on writing it will take it back.",
		sources: [serverSideApply],
	},
	LDNS702: {
		title: "The API server refuses an object",
		explanation:
			"A field is unknown or has a value that the API does not take, or an admission policy, a webhook or Pod Security forbids the object; the cause is the API server's own words, with the name of who refused. Every object is tried without being written before anything changes.",
		sources: ["kubernetes.io: Admission Control in Kubernetes", "kubernetes.io: Pod Security Admission"],
	},
	LDNS703: {
		title: "A quota is exhausted",
		explanation:
			"A ResourceQuota of the namespace has no room for the object. The cause says which one, what is used and what would be needed.",
		sources: ["kubernetes.io: Resource Quotas"],
	},
	LDNS704: {
		title: "Another run of localdns is at work",
		explanation:
			"A Lease keeps two runs from changing the same nodes at the same time; its holder renews it every 5 seconds. One that nobody renews for 15 seconds, because its run was killed, is taken over. Wait for the other run to end, or end it.",
		sources: [leases],
	},
	LDNS705: {
		title: "This run has lost its lock",
		explanation:
			"The Lease that keeps runs apart was taken over by another run, because it could not be renewed in time: this machine slept, or the API server was away for longer than 15 seconds while the other began. This run has stopped changing anything; what the cluster is like now is what localdns status shows.",
		sources: [leases],
	},
	LDNS706: {
		title: "There is no such namespace",
		explanation:
			"An object was to be written into a namespace that does not exist or is being deleted. A namespace in which something refuses to end stays Terminating, and takes nothing new.",
		sources: ["kubernetes.io: Namespaces"],
	},
};
