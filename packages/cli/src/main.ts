// The composition root, and the only place where the exit code is set.
import { showError } from "./presentation/error-view.ts";
import { createProgram } from "./program.ts";
import { helpFor, wordsOf } from "./words.ts";

// A reader that goes away (`| head`, a closed terminal) is not an error of ours, and does not change the answer.
for (const stream of [process.stdout, process.stderr]) {
	stream.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
	});
}

// Node would end with 1 here, which means "the answer is no".
process.on("uncaughtException", (error) => process.exit(showError(error, process.stderr)));

const words = wordsOf(process.argv.slice(2));
const program = createProgram((code) => {
	process.exitCode = code;
});
try {
	await program.parseAsync(words, { from: "user" });
} catch (error) {
	process.exitCode = showError(error, process.stderr, helpFor(program, words));
}
