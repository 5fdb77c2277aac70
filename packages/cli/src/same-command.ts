/** The command line of this very process, for starting it again inside the lab's sandbox. */
export function sameCommand(further: readonly string[] = []): string[] {
	const [, script = "", ...words] = process.argv;
	return [process.execPath, ...process.execArgv, script, ...words, ...further];
}
