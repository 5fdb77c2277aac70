interface CommandTree {
	name(): string;
	readonly commands: readonly CommandTree[];
}

/** How to ask for help on the command that these words begin with: `localdns bench --help`. */
export function helpFor(tree: CommandTree, words: readonly string[]): string {
	const [first, ...rest] = words;
	const next = tree.commands.find((command) => command.name() === first);
	return next === undefined ? `${tree.name()} --help` : `${tree.name()} ${helpFor(next, rest)}`;
}

/** `bench run` is `bench`, and `health-check run` is `health-check`: the verb may be left out. */
export function wordsOf(argv: readonly string[]): string[] {
	const [first, second, ...rest] = argv;
	if ((first === "bench" || first === "health-check") && second === "run") return [first, ...rest];
	return [...argv];
}
