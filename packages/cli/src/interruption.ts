/** Ctrl-C, and SIGTERM, while a command changes something. */
export interface Interruption {
	/** Aborted by the first one: the step in hand is ended, nothing further is begun. */
	readonly signal: AbortSignal;
	/** From here on they end the process as they usually do. */
	release(): void;
}

/**
 * Takes Ctrl-C from now on. The second one leaves at once; what the cluster records is enough to go on from.
 *
 * @param resume the command that goes on
 */
export function interruptible(resume: string): Interruption {
	const stop = new AbortController();
	const onSignal = () => {
		if (stop.signal.aborted) {
			process.stderr.write(`left in the midst of it; to go on: ${resume}\n`);
			process.exit(130);
		}
		process.stderr.write("the step in hand is ended first; Ctrl-C again leaves at once\n");
		stop.abort();
	};
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
	return {
		signal: stop.signal,
		release: () => {
			for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onSignal);
		},
	};
}
