import type { k3sCodes } from "../error-codes/k3s.ts";
import type { Explanation } from "./explanation.ts";

const parser = "k3s-io/k3s pkg/configfilearg/parser.go";

export const k3sExplanations: Record<keyof typeof k3sCodes, Explanation> = {
	LDNS501: {
		title: "A later file would replace localdns' kubelet-arg",
		explanation:
			"K3s reads config.yaml and then the files of config.yaml.d by name. A key without a + replaces what earlier files said. A file that is read after zz-localdns.yaml has such a kubelet-arg, so that the kubelet would never see localdns' entry. Nothing was written. With a + in that file both count; `--in-place` puts the entry into that file's own list.",
		sources: [parser],
	},
	LDNS502: {
		title: "kubelet-arg sets cluster-dns already",
		explanation:
			"A file or the unit's command line passes --cluster-dns to the kubelet. The kubelet adds repeated flags up, so pods would get both addresses, in an order that depends on where each stands. Entries that another file replaces at the moment are refused too, since they come back with the next edit. Nothing was written. An entry `cluster-dns=169.254.20.10` in one file, as guides have it, is taken over with `--adopt`: it leaves its file, localdns' own file says the same, and `revert` puts the former bytes back.",
		sources: ["k3s-io/k3s pkg/util/args.go"],
	},
	LDNS503: {
		title: "K3s' own cluster-dns is not the cache's address",
		explanation:
			"The key cluster-dns of K3s (not the one within kubelet-arg) is the address of the cluster DNS Service. It must lie in the Service network and be the same on all servers; a link-local address makes the API server refuse the Service. Agents do not have the key and do not start with it. Nothing was written. Take the key out.",
		sources: ["k3s-io/k3s pkg/cli/cmds/server.go", "k3s-io/k3s pkg/configfilearg/defaultparser.go"],
	},
	LDNS504: {
		title: "The entry before localdns' would swallow it",
		explanation:
			"From 1.32 on, K3s reads an entry of kubelet-arg without = as a name whose value is the next entry, and drops that next entry without a word. The last entry in front of localdns' own has no =. Nothing was written. Written as name=true it means the same and takes nothing along; `--in-place` puts localdns' entry first.",
		sources: ["k3s-io/k3s pkg/daemons/agent/agent.go, extractConfigArgs"],
	},
	LDNS505: {
		title: "kubelet-arg cannot be edited in place",
		explanation:
			"An edit must add one entry and leave every other byte and every other setting as it is. Here that is not certain: the list is an alias or has an anchor, so it may be used elsewhere, or it has a form that is not edited. The plan was tried on a copy in memory and its result read back. Nothing was written. The default, a file of its own, needs no edit.",
	},
	LDNS506: {
		title: "A file was changed since localdns wrote it",
		explanation:
			"`revert` puts the former bytes back only over bytes that localdns wrote; this file has others by now, and going back would lose that change. Nothing was written. `revert --keep-changes` takes out what localdns put in and leaves the rest, where localdns' own bytes are still there unchanged. The former bytes stay below .localdns beside the configuration until then.",
	},
	LDNS507: {
		title: "zz-localdns.yaml holds something else",
		explanation:
			"The file that localdns would write exists and says more or other than localdns' one entry, so someone changed it or made it. Nothing was written. Under another name it keeps its effect, and localdns leaves it alone.",
	},
	LDNS508: {
		title: "A configuration file of K3s cannot be read",
		explanation:
			"The file is no YAML mapping that K3s' parser would take: the message has file, line and column. K3s would not start with it either, or would read something else than it seems. Nothing was written.",
		sources: [parser, "gopkg.in/yaml.v2"],
	},
	LDNS509: {
		title: "What K3s makes of a file is not certain",
		explanation:
			"The file has something that parsers of YAML read differently, or that K3s ignores silently: a second document, a merge key, a lone carriage return, an encoding other than UTF-8, a configuration behind a URL, a link that leads nowhere. localdns does not guess. Nothing was written.",
		sources: [parser],
	},
	LDNS510: {
		title: "No K3s here",
		explanation:
			"Below the root there is neither a unit that starts k3s, nor /etc/rancher/k3s, nor the binary. Nothing was written. To prepare a node before K3s comes, say what it will be: `--role server` or `--role agent`.",
	},
	LDNS511: {
		title: "Which K3s is meant is not clear",
		explanation:
			"More than one unit starts K3s here, or the unit found has another role than --role says. The role comes from the word behind the program in ExecStart=, since INSTALL_K3S_NAME gives units of both roles any name. Nothing was written.",
		sources: ["k3s-io/k3s install.sh"],
	},
	LDNS512: {
		title: "A file cannot be written; everything is as before",
		explanation:
			"The disk is full or read-only, the file is immutable, or the permissions do not suffice. What had been written was taken back. The cause names the step.",
	},
	LDNS513: {
		title: "A change failed half-way and needs a hand",
		explanation:
			"A file could not be written, and taking back what had been written failed too. Each file is whole, either the former or the new one, and the former bytes are below .localdns beside the configuration. As soon as the disk can be written again, the command in the hint completes the way back.",
	},
	LDNS514: {
		title: "A change needs a yes",
		explanation:
			"`apply` and `revert` change files, ask on a terminal, and take --yes elsewhere. Here is neither a terminal nor --yes. Nothing was written.",
	},
	LDNS515: {
		title: "The record of former bytes is damaged",
		explanation:
			"Below .localdns beside the configuration stands what localdns wrote and what was there before. It cannot be read, was written by a newer version, or the former bytes are not those that it names. Nothing was written. Whatever is left of the former files is in that folder.",
	},
};
