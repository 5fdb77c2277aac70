/**
 * What a command's end means to a script. The code never depends on the output format.
 * 4 and 5 (a change failed and was rolled back, or needs a hand) belong to commands that change things.
 */
export const exitCode = {
	done: 0,
	/** The answer is no: a check failed, a difference exists, a threshold is broken. */
	no: 1,
	usage: 2,
	/** Could not find out; nothing changed. */
	unknown: 3,
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
