/** What a command's end means to a script. The code never depends on the output format. */
export const exitCode = {
	done: 0,
	/** The answer is no: a check failed, a difference exists, a threshold is broken. */
	no: 1,
	usage: 2,
	/** Could not find out; nothing changed. */
	unknown: 3,
	/** A change failed and was taken back. */
	takenBack: 4,
	/** A change failed and needs a hand; how to go on is printed. */
	needsHand: 5,
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
