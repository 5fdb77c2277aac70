import type { CheckResult } from "@localdns/core/checks";
import type { Diagnosis } from "../diagnosis.ts";
import { printable } from "./printable.ts";

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"\n": "&#10;",
};
/** A value between double quotes. */
export const attribute = (text: string): string =>
	printable(text).replace(/[&<>"\n]/g, (character) => entities[character] as string);

/**
 * Results as JUnit XML, which CI systems read: an error is a failure, what nobody could find out is an error, and a
 * warning, for which JUnit has no word, stands in the output of a test that passed.
 */
export function junit({ place, results }: Diagnosis): string {
	const count = (status: CheckResult["status"]): number =>
		results.filter((result) => result.status === status).length;
	const counts = `tests="${results.length}" failures="${count("error")}" errors="${count("unknown")}" skipped="${count("skipped")}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites ${counts}>`,
		`\t<testsuite name="${attribute(`localdns doctor ${place.context}`)}" ${counts}>`,
		...results.map(testCase),
		"\t</testsuite>",
		"</testsuites>",
		"",
	].join("\n");
}

function testCase({ id, code, category, status, text, hint }: CheckResult): string {
	const head = `\t\t<testcase classname="${attribute(category)}" name="${attribute(`${code} ${id}`)}"`;
	const said = attribute(hint === undefined ? text : `${text}; hint: ${hint}`);
	switch (status) {
		case "ok":
			return `${head}/>`;
		case "skipped":
			return `${head}><skipped message="${said}"/></testcase>`;
		case "unknown":
			return `${head}><error type="${code}" message="${said}"/></testcase>`;
		case "error":
			return `${head}><failure type="${code}" message="${said}"/></testcase>`;
		case "warning":
			return `${head}><system-out>warning ${code}: ${said}</system-out></testcase>`;
	}
}
