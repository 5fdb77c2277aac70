import { applyEdits, type TextEdit } from "../text-edit.ts";
import { lintCorefile } from "./lint-corefile.ts";
import type { Finding, LintOptions, LintResult } from "./result.ts";

/** A Corefile after its safe fixes, and what is left to decide. */
export interface FixResult {
	/** The text with every safe fix made; every byte that no fix touches stays. */
	readonly text: string;
	/** What was fixed, with the places that it had when its turn came. */
	readonly fixed: readonly Finding[];
	/** What is left. */
	readonly rest: LintResult;
}

/** Each pass fixes all it can at once; another is needed only where fixes touch each other. */
const mostPasses = 8;

/**
 * Makes the fixes that cannot change what resolves.
 *
 * @throws LocaldnsError LDNS401 as lintCorefile
 */
export function fixCorefile(text: string, options: LintOptions = {}): FixResult {
	let rest = lintCorefile(text, options);
	let now = text;
	const fixed: Finding[] = [];
	for (let pass = 0; pass < mostPasses; pass += 1) {
		const chosen = withoutOverlap(rest.findings);
		if (chosen.length === 0) break;
		now = applyEdits(
			now,
			chosen.flatMap(({ edits = [] }) => edits),
		);
		fixed.push(...chosen);
		rest = lintCorefile(now, options);
	}
	return { text: now, fixed, rest };
}

function withoutOverlap(findings: readonly Finding[]): readonly Finding[] {
	const taken: TextEdit[] = [];
	return findings.filter(({ edits }) => {
		if (edits === undefined || edits.some((edit) => taken.some((other) => touch(edit, other)))) return false;
		taken.push(...edits);
		return true;
	});
}

const touch = (left: TextEdit, right: TextEdit): boolean =>
	left.start <= right.end && right.start <= left.end;
