import type { manifestsCodes } from "../error-codes/manifests.ts";
import type { Explanation } from "./explanation.ts";

export const manifestsExplanations: Record<keyof typeof manifestsCodes, Explanation> = {
	LDNS460: {
		title: "The addresses and the IP family do not agree",
		explanation:
			"A cache has one address of its own per IP family, and the cluster DNS has one per family. An address of another family than the one that was asked for, or two of the same family, leaves open which of them pods are to use. Where only the family is named, both addresses have defaults: 169.254.20.10 and 10.43.0.10, fd00:169:254:20::10 and fd00:43::a, which are those of K3s.",
		sources: ["k3s-io/k3s: pkg/cli/cmds/server.go (cluster-dns, service-cidr)"],
	},
	LDNS461: {
		title: "One node-cache process serves one IP family",
		explanation:
			"node-cache ends at its start when the addresses of -localip are not all of one family, so a node with both has two processes with a Corefile each, and there is no single Corefile to speak of. render writes both processes into one pod. Code that builds a Corefile itself asks nodeProcesses for the settings of each.",
		sources: [
			"kubernetes-sigs/node-local-dns: cmd/node-cache/main.go",
			"kubernetes/dns issue 655",
			"kubernetes-sigs/node-local-dns issue 39",
		],
	},
	LDNS462: {
		title: "The cache cannot listen on this address",
		explanation:
			"The cache needs an address of its own that the pods of its node can reach and nobody else has. Loopback is another one in every pod, an address of fe80::/10 says nothing without an interface, multicast and unspecified addresses are no one's, and at the cluster DNS' own address the cache would ask itself.",
		sources: ["RFC 3927", "RFC 4193", "RFC 4007 section 11"],
	},
	LDNS463: {
		title: "A file is too large for a ConfigMap",
		explanation:
			"The programs and plans of probe pods and node Jobs travel in ConfigMaps, so that no image of our own has to be pulled. The API server takes at most 1 MiB of data in one.",
		sources: ["kubernetes/kubernetes: pkg/apis/core/validation/validation.go (MaxSecretSize)"],
	},
	LDNS464: {
		title: "This is not a network",
		explanation:
			"A network is written as an address and the number of its leading bits: 10.42.0.0/16, fd00:42::/56. From it follow the zones in which reverse lookups are asked of the cluster DNS.",
		sources: ["RFC 4632 section 3.1", "RFC 4291 section 2.3"],
	},
	LDNS465: {
		title: "A namespace has two egress policies",
		explanation:
			"Every egress policy has the same name, node-local-dns, so that the role which installs them names them and no others. Of two in one namespace the second would replace the first. Choose labels that all pods meant have in common, or leave podLabels out. A flag --egress-policy-for counts as an entry without labels beside those of the file.",
		sources: ["docs/guides/render.md"],
	},
};
