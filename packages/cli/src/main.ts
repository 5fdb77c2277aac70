// The composition root, and the only place where the exit code is set.
import { showError } from "./presentation/error-view.ts";
import { createProgram } from "./program.ts";
import { wordsOf } from "./words.ts";

// A reader that goes away (`| head`) is not an error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
	process.exit(0);
});

try {
	await createProgram((code) => {
		process.exitCode = code;
	}).parseAsync(wordsOf(process.argv.slice(2)), { from: "user" });
} catch (error) {
	process.exitCode = showError(error, process.stderr);
}
