/** Flags whose address may hold a secret. */
const secretFlags = ["--webhook", "--pushgateway"];

/** Words of a command line as they may be shown again: what stands behind such a flag is the word URL. */
export const publicWords = (argv: readonly string[]): string[] =>
	argv.map((word, index) => {
		if (secretFlags.includes(argv[index - 1] ?? "")) return "URL";
		const flag = secretFlags.find((each) => word.startsWith(`${each}=`));
		return flag === undefined ? word : `${flag}=URL`;
	});
