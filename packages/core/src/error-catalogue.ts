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
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
