import type { EngineVersion } from "@localdns/core/corefile";
import type { Finding } from "@localdns/core/lint";
import type { LintedFile } from "../linted-file.ts";
import { excerptOf } from "./excerpt.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

interface LintShown {
	/** With what to do, not only one line per finding. */
	readonly full: boolean;
	/** With the line of the file and a caret below the word. */
	readonly excerpts: boolean;
}

/** What is left to do, file by file: `FILE:LINE:COLUMN SEVERITY CODE MESSAGE`, and below it the fix. */
export function lintLines(files: readonly LintedFile[], style: Style, how: LintShown): string {
	return files
		.flatMap((linted) => linted.findings.map((finding) => findingText(finding, linted, style, how)))
		.map((each) => `${each}\n`)
		.join("");
}

function findingText(
	finding: Finding,
	{ file, text }: LintedFile,
	style: Style,
	{ full, excerpts }: LintShown,
): string {
	const { code, severity, line, column, edits } = finding;
	const { message, fix } = printable({ message: finding.message, fix: finding.fix });
	const place = style.strong(printable(`${finding.file}:${line}:${column}`));
	const head = `${place} ${painted(severity, style)} ${code} ${message}`;
	if (!full) return head;
	const excerpt = excerpts && finding.file === file ? excerptOf(text, finding, style) : [];
	const self = edits === undefined ? "" : style.faint(" (lint --fix does it)");
	return [head, ...excerpt, `  fix: ${fix}${self}`].join("\n");
}

const painted = (severity: Finding["severity"], style: Style): string =>
	({ error: style.bad, warning: style.unsure, info: style.faint })[severity](severity);

/** One line for people: how many findings, or that there are none, and for whom the files were judged. */
export function lintSummary(files: readonly LintedFile[], style: Style): string {
	const [only] = files;
	const name = only?.file === "-" ? "the standard input" : only?.file;
	const readers = [...new Set(files.map(({ target }) => readerName(target)))].join(" and ");
	const what = printable(`${files.length === 1 ? name : `${files.length} files`}, for ${readers}`);
	const fixed = files.flatMap((file) => file.fixed.map((finding) => ({ file: file.file, finding })));
	const done = [
		...fixed.map(({ file, finding }) => `fixed: ${file}:${finding.line} ${finding.code} ${finding.message}`),
		...files.flatMap(({ file, notFixed }) =>
			notFixed === undefined ? [] : `not fixed: ${file}: ${notFixed}`,
		),
	].map((line) => `${printable(line)}\n`);
	const findings = files.flatMap((each) => each.findings);
	if (findings.length === 0) return `${done.join("")}${style.good("no findings")} in ${what}\n`;
	const bySeverity = (["error", "warning", "info"] as const).map((severity) =>
		findings.filter((each) => each.severity === severity),
	);
	const counts = bySeverity.flatMap(([first, ...more]) => {
		if (first === undefined) return [];
		const word = first.severity === "info" ? "hint" : first.severity;
		return [`${more.length + 1} ${word}${more.length === 0 ? "" : "s"}`];
	});
	const [worst] = bySeverity.flat();
	return `${done.join("")}${counts.join(", ")} in ${what}; more: localdns explain ${worst?.code}\n`;
}

const readerName = ({ engine, version, coreDns }: EngineVersion): string =>
	engine === "coredns" ? `CoreDNS ${coreDns}` : `node-cache ${version} (CoreDNS ${coreDns})`;
