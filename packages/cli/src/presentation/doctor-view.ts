import { type Check, type CheckResult, categories } from "@localdns/core/checks";
import type { Diagnosis } from "../diagnosis.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

const marks: Readonly<Record<CheckResult["status"], string>> = {
	ok: "√",
	warning: "‼",
	error: "×",
	unknown: "?",
	skipped: "-",
};

/**
 * Each result under its category: what was asked, what was found, and of what is not well what to do.
 * @param full with what is well; else only what is not
 */
export function doctorLines({ results }: Diagnosis, style: Style, full: boolean): string {
	const shown = printable(results.filter(({ status }) => full || (status !== "ok" && status !== "skipped")));
	if (!full) return shown.map((result) => resultText(result, style)).join("");
	return categories
		.map((category) => {
			const of = shown.filter((result) => result.category === category);
			if (of.length === 0) return "";
			const line = "-".repeat(category.length);
			return `${style.strong(category)}\n${line}\n${of.map((result) => resultText(result, style)).join("")}\n`;
		})
		.join("");
}

function resultText({ status, code, id, title, text, hint }: CheckResult, style: Style): string {
	const mark = painted(status, marks[status], style);
	const isWell = status === "ok" || status === "skipped";
	const head = `${mark} ${title}${isWell ? style.faint(` (${text})`) : ""}\n`;
	if (isWell) return head;
	const lines = [
		`    ${status === "unknown" ? "could not find out: " : ""}${text}`,
		...(hint === undefined ? [] : [`    hint: ${hint}`]),
		style.faint(`    ${id}: see docs/checks/${code}.md, or: localdns explain ${code}`),
	];
	return `${head}${lines.join("\n")}\n`;
}

const painted = (status: CheckResult["status"], text: string, style: Style): string =>
	({ ok: style.good, warning: style.unsure, error: style.bad, unknown: style.unsure, skipped: style.faint })[
		status
	](text);

/** One line for people: of which cluster, and how many of each. */
export function doctorSummary({ place, results }: Diagnosis, style: Style): string {
	const counts = (["error", "warning", "unknown"] as const).flatMap((status) => {
		const count = results.filter((result) => result.status === status).length;
		const word = status === "unknown" ? "unknown" : `${status}${count === 1 ? "" : "s"}`;
		return count === 0 ? [] : [painted(status, `${count} ${word}`, style)];
	});
	const asked = results.filter(({ status }) => status !== "skipped").length;
	const said = counts.length === 0 ? style.good("all is well") : counts.join(", ");
	return printable(`context ${place.context}, ${place.server}: `).concat(`${said}, ${asked} checks\n`);
}

/** The checks themselves, by category. */
export function checkLines(all: readonly Check[], style: Style): string {
	const rows = categories.flatMap((category) => {
		const of = all.filter((check) => check.category === category);
		const heading = of.length === 0 ? [] : [[style.strong(category)]];
		return [...heading, ...of.map(({ id, code, severity, title }) => [id, code, severity, title])];
	});
	return `${renderColumns(rows)}\n`;
}
