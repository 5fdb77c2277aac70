/**
 * Every LDNS code once: what it means, why it happens, what to do. `localdns explain CODE` prints
 * an entry, and docs/checks/CODE.md is generated from it.
 *
 * Numbering: 1xx command line and files, 2xx the lab and its host, 3xx measurement,
 * 4xx Corefile, 9xx localdns itself.
 */
export interface CatalogueEntry {
	/** One line, no code in it. */
	title: string;
	/** Two to five sentences for someone who meets the code for the first time. */
	explanation: string;
	/** What to do, used where the place that raised the error knows nothing better. */
	hint: string;
	/** 2 usage or configuration, 3 could not find out. */
	exitCode: 2 | 3;
}

export const errorCatalogue = {
	LDNS101: {
		title: "A command-line value is not what the flag takes",
		explanation:
			"A flag was given a value that cannot be read: a duration without a unit, a loss above 100 %, an unknown arm. The message names the flag, what was read and what is allowed. Nothing was started.",
		hint: "localdns bench --help",
		exitCode: 2,
	},
	LDNS102: {
		title: "The command line does not exist in this form",
		explanation:
			"A command or flag is unknown, or an argument is missing or one too many. Every command has --help with examples. Nothing was started.",
		hint: "localdns --help",
		exitCode: 2,
	},
	LDNS103: {
		title: "A file cannot be written",
		explanation:
			"The folder cannot be made or is not writable, or the disk is full. Places named by --out and --html are checked before a run starts, and a file appears whole or not at all.",
		hint: "choose another place, such as --out /tmp/run.json",
		exitCode: 2,
	},
	LDNS104: {
		title: "A file cannot be read",
		explanation:
			"The file does not exist, is a folder, or its permissions keep it closed. The cause names which. Nothing was started.",
		hint: "ls -l FILE",
		exitCode: 2,
	},
	LDNS105: {
		title: "The file is no run file that this version can read",
		explanation:
			"`bench compare` and `bench report` read what `bench --out` wrote, or the JSON of `bench -o json`. The message says what the file is instead, or which place in it is damaged. Nothing was written. A report without samples can be shown, but plots of single resolutions need the run file.",
		hint: "localdns bench --lab --quick --out run.json",
		exitCode: 2,
	},
	LDNS106: {
		title: "The configuration file is not what it should be",
		explanation:
			"The file that -f names is read strictly: YAML or JSON, with apiVersion localdns.dev/v1alpha1 and kind Config, and no key that localdns does not know, since a misspelt one would silently do nothing. The message says where the mistake is. Keys and values: docs/reference/config.schema.json.",
		hint: "localdns render --help",
		exitCode: 2,
	},
	LDNS201: {
		title: "This machine lacks something that the lab needs",
		explanation:
			"The lab runs real servers in network namespaces of the Linux kernel, joined by a tunnel through /dev/net/tun. It needs root or user namespaces, that device, and a few programs from Debian. The message lists what is missing, and the hint what to run. Nothing was started.",
		hint: "sudo apt-get install -y iproute2 util-linux mount socat nftables",
		exitCode: 3,
	},
	LDNS202: {
		title: "There is no CoreDNS of the version that the lab wants",
		explanation:
			"The lab measures real CoreDNS servers: 1.13.2, which is the one inside node-cache 1.26.8, and 1.15.0. They are looked for in the cache folder and on PATH, and otherwise built from the Go module registry. Here no binary fits and building was not possible.",
		hint: "install Go 1.26 or newer, or name a fitting binary with --coredns PATH",
		exitCode: 3,
	},
	LDNS203: {
		title: "A part of the lab did not come up",
		explanation:
			"A namespace, an interface, the link or a server could not be started, or a server did not answer its first question in time. The message names the part and its last words. Everything that had been started is gone again.",
		hint: "read the last words above; where another program takes this machine's time or memory, try again without it",
		exitCode: 3,
	},
	LDNS204: {
		title: "A part of the lab died during the run",
		explanation:
			"A CoreDNS, the relay or a tunnel end stopped while it was needed, so what was measured after that says nothing about DNS. The message names the part and its last words. Everything else was torn down.",
		hint: "look at the last words above; out of memory and a Corefile that stops CoreDNS are the usual causes",
		exitCode: 3,
	},
	LDNS205: {
		title: "There is no such lab, or no such place in it",
		explanation:
			"`lab exec` and `lab down` work on a lab that `lab up` started and that still runs. The message lists what there is. A lab ends with `lab down` or when the machine restarts.",
		hint: "localdns lab up",
		exitCode: 2,
	},
	LDNS301: {
		title: "A probe cannot use its plan",
		explanation:
			"A probe reads all that it is to do from one JSON document, the ProbePlan. What it was given is no such document: it is not JSON, a field is missing, or a field has a value that a probe cannot work with. The message names the field. Nothing was sent.",
		hint: "localdns bench --help",
		exitCode: 2,
	},
	LDNS302: {
		title: "A probe ended before it had told everything",
		explanation:
			"The probe process of an arm died, so its results are incomplete and nothing is judged. The cause carries its exit code and last words; memory limits are the usual reason.",
		hint: "free some memory, or ask for a lower --rate, and run the same command again",
		exitCode: 3,
	},
	LDNS401: {
		title: "The engine's version is not known",
		explanation:
			"A Corefile is built for one engine at one version, because plugins and options come and go between versions. This version is older or newer than those that localdns has facts about, so it would have to guess.",
		hint: "leave the version out to use the newest tested one",
		exitCode: 2,
	},
	LDNS402: {
		title: "The engine has no such plugin",
		explanation:
			"CoreDNS compiles its plugins in, and the node-cache image holds a short list of them: it has no ready, acl, kubernetes or multisocket, for instance. A Corefile that names a missing plugin keeps the server from starting, which on a node means no DNS, so it is refused here.",
		hint: "localdns render --engine coredns",
		exitCode: 2,
	},
	LDNS403: {
		title: "The engine's version has no such option",
		explanation:
			"An option, or one of its arguments, is younger than the CoreDNS inside this engine version. CoreDNS would refuse to start with it, so it is refused here. The message names the version that brought it, where known.",
		hint: "localdns render --engine coredns",
		exitCode: 2,
	},
	LDNS404: {
		title: "A plugin stands twice in a server block that takes it once",
		explanation:
			"CoreDNS accepts cache, errors, loop, prometheus and ready once per server block and does not start when one of them is repeated. Other plugins, forward among them, may be repeated.",
		hint: "join the two into one, or move one to a server block of its own",
		exitCode: 2,
	},
	LDNS405: {
		title: "CoreDNS does not take this value",
		explanation:
			"A number lies outside what the plugin accepts, such as a prefetch share below 10 % or a buffer above 4096 bytes. The message names plugin, value and range.",
		hint: "choose a value within the range in the message",
		exitCode: 2,
	},
	LDNS406: {
		title: "A text cannot be written in a Corefile",
		explanation:
			"The Corefile's grammar has no spelling for every text: a lone brace opens or closes a block even in quotes, and backslashes beside a quote cannot always be told from an escape. Written anyway, CoreDNS would read something else than what was meant.",
		hint: "change the text in the message",
		exitCode: 2,
	},
	LDNS407: {
		title: "This mode does not go with this engine or profile",
		explanation:
			"In mode intercept the cache takes the cluster DNS address on each node and reaches CoreDNS through a second Service, whose address only node-cache looks up at its start. The article's profile is mode kubelet by its nature and is kept as it was published.",
		hint: "localdns render --mode kubelet",
		exitCode: 2,
	},
	LDNS900: {
		title: "localdns itself failed",
		explanation:
			"Something happened that the program does not know how to meet, so it is a mistake in localdns and not in what was asked of it. A lab that was up is gone with the process. The lines below the message say where it happened.",
		hint: "report the message with all its lines and the command line, and try again with another seed",
		exitCode: 3,
	},
	LDNS901: {
		title: "This Node is too old",
		explanation:
			"localdns runs on Node 22.19, 24.11, 26 and later. A clone brings its own Node; an installed package uses the one on PATH.",
		hint: "npx --package=node@24 --package=localdns localdns version",
		exitCode: 2,
	},
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
