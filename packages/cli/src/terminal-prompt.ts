import { createInterface } from "node:readline/promises";

/** What someone at the terminal says to a question; a closed terminal or Ctrl-D says no. */
export type Answer = "yes" | "no" | "interrupted";

/** Asks on stderr, so that stdout holds results only. The caller has seen that stdin is a terminal. */
export function askYes(question: string): Promise<Answer> {
	const prompt = createInterface({ input: process.stdin, output: process.stderr });
	return new Promise((resolve, reject) => {
		const end = (answer: Answer): void => {
			resolve(answer);
			prompt.close();
		};
		// With a listener, Ctrl-C is ours to answer; without one, readline makes an error of it.
		prompt.once("SIGINT", () => {
			process.stderr.write("\n");
			end("interrupted");
		});
		prompt.once("close", () => resolve("no"));
		prompt.question(question).then((text) => end(/^y(es)?$/i.test(text.trim()) ? "yes" : "no"), reject);
	});
}
