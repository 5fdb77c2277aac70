import tab from "@bomb.sh/tab";
import describeTree from "@bomb.sh/tab/commander";
import type { Command } from "@commander-js/extra-typings";

/** Prints the script of a shell; it calls `localdns complete -- WORDS…`. */
export function completionScript(shell: string): void {
	tab.setup("localdns", "localdns", shell);
}

/** Prints what fits, as the scripts read it. */
export function completeWords(tree: Command, words: readonly string[]): void {
	// It adds the command for the scripts to the tree, which is not run. The typings are commander's own, without extras.
	describeTree(tree as unknown as Parameters<typeof describeTree>[0], {
		completionCommandName: "completion",
	});
	tab.parse([...words]);
}
