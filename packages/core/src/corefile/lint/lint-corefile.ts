import { errorCodes } from "../../error-codes/index.ts";
import { engineVersion } from "../engines.ts";
import { parseCorefile } from "../parse.ts";
import type { ParseOptions } from "../parse-options.ts";
import type { CorefileSyntaxError } from "../syntax-error.ts";
import { type CorefileView, viewCorefile } from "./corefile-view.ts";
import type { Finding, LintOptions, LintResult } from "./result.ts";
import type { Rule, Sighting } from "./rule.ts";
import { rules } from "./rules.ts";

/**
 * Judges a Corefile as an engine version would read it: whether it starts, and what will hurt. A Corefile that cannot
 * be parsed has one finding. Never throws for a text.
 *
 * @throws LocaldnsError LDNS401 for an engine version that nothing is known about
 */
export function lintCorefile(text: string, options: LintOptions = {}): LintResult {
	const { engine = "node-cache", file = "Corefile", environment, readImport, mtu } = options;
	const target = engineVersion(engine, options.engineVersion);
	const parsed = parseCorefile(text, {
		file,
		// A plugin that does not exist is a finding among others.
		knownDirectives: "any",
		...(environment === undefined ? {} : { environment }),
		...(readImport === undefined ? {} : { readImport }),
	} satisfies ParseOptions);
	if (!parsed.ok) return { target, findings: [syntaxFinding(parsed.error)] };
	const view = viewCorefile(parsed.corefile, { target, source: text, file, mtu });
	const findings = [
		...parsed.warnings.map(syntaxFinding),
		...rules.flatMap((rule) => findingsOf(rule, view)),
	];
	return { target, findings: inOrder(findings, file) };
}

function findingsOf(rule: Rule, view: CorefileView): Finding[] {
	if (rule.nodeOnly === true && view.isClusterDns) return [];
	return [...rule.look(view)].map((sighting) => finding(rule, sighting, view));
}

function finding({ code }: Rule, sighting: Sighting, { file }: CorefileView): Finding {
	const { at, message, fix = errorCodes[code].hint, severity = severityOf(code), edits = [] } = sighting;
	const place = { file: at.file, line: at.line, column: at.column };
	const editable = at.file === file && edits.length > 0;
	return { code, severity, ...place, message, fix, ...(editable ? { edits } : {}) };
}

function syntaxFinding({ code, message, file, line, column, hint }: CorefileSyntaxError): Finding {
	const fix = hint ?? errorCodes[code].hint;
	return { code, severity: severityOf(code), file, line, column, message, fix };
}

function severityOf(code: Finding["code"]): Finding["severity"] {
	const facts = errorCodes[code];
	return "severity" in facts ? facts.severity : "error";
}

/** By place; what two blocks say of one snippet is said once. */
function inOrder(findings: readonly Finding[], file: string): readonly Finding[] {
	const byPlace = findings.toSorted(
		(left, right) =>
			Number(left.file !== file) - Number(right.file !== file) ||
			(left.file < right.file ? -1 : left.file > right.file ? 1 : 0) ||
			left.line - right.line ||
			left.column - right.column ||
			(left.code < right.code ? -1 : 1),
	);
	const seen = new Set<string>();
	return byPlace.filter(({ code, file, line, column, message }) => {
		const said = JSON.stringify([code, file, line, column, message]);
		return !seen.has(said) && seen.add(said);
	});
}
