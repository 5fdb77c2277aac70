import type { CodeFacts } from "../error-codes/code-facts.ts";
import { type ErrorCode, errorCodes } from "../error-codes/index.ts";

/** With which exit code a command ends that meets a code, in a sentence. */
export function endingOf(code: ErrorCode): string {
	const { exitCode, severity }: CodeFacts = errorCodes[code];
	if (severity === undefined) return `Exit code ${exitCode}.`;
	const finder = code.startsWith("LDNS6") ? "check of localdns doctor" : "finding of localdns lint";
	const found = `A ${finder}, severity ${severity}: exit code 1 where --fail-on (default: error) is at or below it.`;
	return exitCode === 1 ? found : `${found} Where it ends another command: exit code ${exitCode}.`;
}
