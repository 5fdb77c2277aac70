import { printable } from "./printable.ts";

/** What became of a test, as JUnit has words for it. `output`: it passed, and said something. */
export type JunitOutcome = "passed" | "output" | "skipped" | "error" | "failure";

/** A test, with what it said. */
export interface JunitCase {
	readonly classname: string;
	readonly name: string;
	readonly outcome: JunitOutcome;
	/** For everything but `passed`. */
	readonly message?: string;
	/** Of a failure or an error, such as a code. */
	readonly type?: string;
}

/** Tests as JUnit XML, which CI systems read; fit for the strictest schema of it that is in use (jenkinsci/xunit-plugin: junit-10.xsd). */
export function junitDocument(
	suite: { readonly name: string /** ISO 8601. */; readonly at?: string },
	cases: readonly JunitCase[],
): string {
	const count = (outcome: JunitOutcome): number => cases.filter((each) => each.outcome === outcome).length;
	const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}"`;
	// JUnit's schema has no fractions of a second and no zone.
	const at = suite.at === undefined ? "" : ` timestamp="${suite.at.replace(/\..*|Z$/, "")}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites ${counts}>`,
		`\t<testsuite name="${attribute(suite.name)}"${at} ${counts} skipped="${count("skipped")}">`,
		...cases.map(caseText),
		"\t</testsuite>",
		"</testsuites>",
		"",
	].join("\n");
}

function caseText({ classname, name, outcome, message = "", type }: JunitCase): string {
	const head = `\t\t<testcase classname="${attribute(classname)}" name="${attribute(name)}"`;
	const said = attribute(message);
	const kind = type === undefined ? "" : ` type="${attribute(type)}"`;
	switch (outcome) {
		case "passed":
			return `${head}/>`;
		case "skipped":
			return `${head}><skipped message="${said}"/></testcase>`;
		case "output":
			return `${head}><system-out>${said}</system-out></testcase>`;
		case "error":
		case "failure":
			return `${head}><${outcome}${kind} message="${said}"/></testcase>`;
	}
}

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
};
/** Halves of a pair and the last two of the plane, which XML 1.0 has no place for. */
const unfit = /[\ufffe\uffff]/g;
/** Fit for a value between double quotes, and for text. Lines stay lines. */
const attribute = (text: string): string =>
	text
		.split("\n")
		.map((line) =>
			printable(line.toWellFormed().replace(unfit, "\ufffd")).replace(
				/[&<>"]/g,
				(character) => entities[character] as string,
			),
		)
		.join("&#10;");
