import type { commandLineCodes } from "../error-codes/command-line.ts";
import type { Explanation } from "./explanation.ts";

export const commandLineExplanations: Record<keyof typeof commandLineCodes, Explanation> = {
	LDNS101: {
		title: "A command-line value is not what the flag takes",
		explanation:
			"A flag was given a value that cannot be read: a duration without a unit, a loss above 100 %, an unknown arm. The message names the flag, what was read and what is allowed. Nothing was started.",
	},
	LDNS102: {
		title: "The command line does not exist in this form",
		explanation:
			"A command or flag is unknown, or an argument is missing or one too many. Every command has --help with examples. Nothing was started.",
	},
	LDNS103: {
		title: "A file cannot be written",
		explanation:
			"The folder cannot be made or is not writable, or the disk is full. Places named by --out and --html are checked before a run starts, and a file appears whole or not at all.",
	},
	LDNS104: {
		title: "A file cannot be read",
		explanation:
			"The file does not exist, is a folder, or its permissions keep it closed. The cause names which. Nothing was started.",
	},
	LDNS105: {
		title: "The file is no run file that this version can read",
		explanation:
			"`bench compare` and `bench report` read what `bench --out` wrote, or the JSON of `bench -o json`. The message says what the file is instead, or which place in it is damaged. Nothing was written. A report without samples can be shown, but plots of single resolutions need the run file. Of a run file that was cut off (a full disk, a broken copy) the whole samples are kept and what is missing is said: `bench report` shows it and ends with 3, `bench compare` needs all of it. A cut within the first line leaves nothing to show.",
	},
	LDNS106: {
		title: "The configuration file is not what it should be",
		explanation:
			"The file that -f names is read strictly: YAML or JSON, with apiVersion localdns.dev/v1alpha1 and kind Config, and no key that localdns does not know, since a misspelt one would silently do nothing. The message says where the mistake is. Keys and values: docs/reference/config.schema.json.",
	},
};
