import type { corefileCodes } from "../error-codes/corefile.ts";
import type { Explanation } from "./explanation.ts";

export const corefileExplanations: Record<keyof typeof corefileCodes, Explanation> = {
	LDNS401: {
		title: "The engine's version is not known",
		explanation:
			"A Corefile is built for one engine at one version, because plugins and options come and go between versions. This version is older or newer than those that localdns has facts about, so it would have to guess.",
	},
	LDNS402: {
		title: "The engine has no such plugin",
		explanation:
			"CoreDNS compiles its plugins in, and the node-cache image holds a short list of them: it has no ready, acl, kubernetes or multisocket, for instance. A Corefile that names a missing plugin keeps the server from starting, which on a node means no DNS, so it is refused here.",
	},
	LDNS403: {
		title: "The engine's version has no such option",
		explanation:
			"An option, or one of its arguments, is younger than the CoreDNS inside this engine version. CoreDNS would refuse to start with it, so it is refused here. The message names the version that brought it, where known.",
	},
	LDNS404: {
		title: "A plugin stands twice in a server block that takes it once",
		explanation:
			"CoreDNS accepts cache, errors, loop, prometheus and ready once per server block and does not start when one of them is repeated. Other plugins, forward among them, may be repeated.",
	},
	LDNS405: {
		title: "CoreDNS does not take this value",
		explanation:
			"A number lies outside what the plugin accepts, such as a prefetch share below 10 % or a buffer above 4096 bytes. The message names plugin, value and range.",
	},
	LDNS406: {
		title: "A text cannot be written in a Corefile",
		explanation:
			"The Corefile's grammar has no spelling for every text: a lone brace opens or closes a block even in quotes, and backslashes beside a quote cannot always be told from an escape. Written anyway, CoreDNS would read something else than what was meant.",
	},
	LDNS407: {
		title: "These settings do not go together",
		explanation:
			"In mode intercept the cache takes the cluster DNS address on each node and reaches CoreDNS through a second Service, whose address only node-cache looks up at its start, and which has to be in the namespace of the cluster DNS, because a Service selects the pods of its own namespace. The article's profile is node-cache in mode kubelet with IPv4 by its nature and is kept as it was published, so that it takes no images, labels, tolerations, resources or policies either.",
	},
};
