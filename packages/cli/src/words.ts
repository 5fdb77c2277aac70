/** `bench run` is `bench`: the verb may be left out, as for `health-check`. */
export function wordsOf(argv: readonly string[]): string[] {
	const [first, second, ...rest] = argv;
	if (first === "bench" && second === "run") return [first, ...rest];
	return [...argv];
}
