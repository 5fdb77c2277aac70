import { LocaldnsError } from "@localdns/core";
import { CommanderError } from "commander";
import { exitCode } from "../exit-code.ts";

/** Commander has printed these itself (help, version) or as a message that this file words anew. */
const printedByCommander = new Set(["commander.help", "commander.helpDisplayed", "commander.version"]);

/**
 * Prints what went wrong, why, and what to do, and returns the exit code.
 * Only a bug of localdns gets a stack trace.
 *
 * @param help What to ask when the command line was not understood.
 */
export function showError(
	error: unknown,
	out: { write(text: string): unknown },
	help = "localdns --help",
): number {
	if (error instanceof CommanderError) {
		if (printedByCommander.has(error.code)) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
		const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
		out.write(`error LDNS102: ${message}\nhint: ${help}\n`);
		return exitCode.usage;
	}
	if (error instanceof LocaldnsError) {
		out.write(`error ${error.code}: ${error.message}\n`);
		if (error.reason !== undefined) out.write(`cause: ${error.reason}\n`);
		out.write(`hint: ${error.hint}\n`);
		out.write(`more: localdns explain ${error.code}\n`);
		return error.exitCode;
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	out.write(`error LDNS900: localdns itself failed; please report this with the lines below\n${stack}\n`);
	return exitCode.unknown;
}
