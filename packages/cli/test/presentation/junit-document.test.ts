import { describe, expect, it } from "vitest";
import { type JunitCase, junitDocument } from "../../src/presentation/junit-document.ts";

/** What each element may have and hold (jenkinsci/xunit-plugin: junit-10.xsd), and what it must have. */
const shape: Readonly<Record<string, { attributes: string[]; must?: string[]; holds?: string[] }>> = {
	testsuites: { attributes: ["name", "time", "tests", "failures", "errors"], holds: ["testsuite"] },
	testsuite: {
		attributes: ["name", "tests", "failures", "errors", "skipped", "timestamp", "hostname", "id", "package"],
		must: ["name", "tests", "failures", "errors"],
		holds: ["testcase"],
	},
	testcase: {
		attributes: ["name", "classname", "time", "group"],
		must: ["name"],
		holds: ["skipped", "error", "failure", "system-out"],
	},
	skipped: { attributes: ["type", "message"] },
	error: { attributes: ["type", "message"] },
	failure: { attributes: ["type", "message"] },
	"system-out": { attributes: [] },
};

/** XML 1.0, section 2.2. */
const characters = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const token =
	/<(?<end>\/)?(?<name>[a-z-]+)(?<attributes>(?: [a-z]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)/suy;
const references = /&(?:(amp|lt|gt|quot|apos)|#(\d+));/g;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(raw: string): string {
	expect(raw.replaceAll(references, "")).not.toContain("&");
	return raw.replaceAll(references, (_, name: string | undefined, code) =>
		name === undefined ? String.fromCodePoint(Number(code)) : (named[name] as string),
	);
}

/** Reads a document as strictly as XML and the schema want it. @returns every value and text, by element */
function read(document: string): { element: string; values: Readonly<Record<string, string>> }[] {
	const [declaration, ...rest] = document.split("\n");
	expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>');
	expect(document).toMatch(characters);
	const found: { element: string; values: Record<string, string> }[] = [];
	const open: string[] = [];
	const body = rest.join("\n");
	for (let at = 0; at < body.length; at = token.lastIndex) {
		token.lastIndex = at;
		const groups = token.exec(body)?.groups;
		if (groups === undefined) throw new Error(`not XML: ${body.slice(at, at + 80)}`);
		const { name = "", text, attributes = "", end, empty } = groups;
		if (text !== undefined) {
			if (open.at(-1) === "system-out") found.push({ element: "text", values: { text: decode(text) } });
			else expect(text.trim()).toBe("");
		} else if (end !== undefined) expect(open.pop()).toBe(name);
		else {
			const parent = open.at(-1);
			expect(parent === undefined ? ["testsuites"] : shape[parent]?.holds).toContain(name);
			const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)];
			const values = Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, decode(value)]));
			expect(Object.keys(values)).toHaveLength(pairs.length);
			for (const key of Object.keys(values)) expect(shape[name]?.attributes).toContain(key);
			for (const key of shape[name]?.must ?? []) expect(values).toHaveProperty(key);
			found.push({ element: name, values });
			if (empty === undefined) open.push(name);
		}
	}
	expect(open).toEqual([]);
	return found;
}

const outcomes = ["passed", "output", "skipped", "error", "failure"] as const;
const caseOf = (text: string): JunitCase[] =>
	outcomes.map((outcome) => ({ classname: text, name: text, outcome, message: text, type: text }));

describe("junitDocument", () => {
	it.each([
		["what XML has its own use for", `<&"'> ]]> &amp; <!-- -->`, `<&"'> ]]> &amp; <!-- -->`],
		["control characters", "a\u0000\u001b[2J\u0085\tb", "a\ufffd\ufffd[2J\ufffd\ufffdb"],
		["halves of a pair", "a\ud800b\udc00", "a\ufffdb\ufffd"],
		["what is no character", "a\ufffe\uffffb", "a\ufffd\ufffdb"],
		["a whole pair", "节点 \u{1f600}", "节点 \u{1f600}"],
		["lines", "one\ntwo", "one\ntwo"],
	])("is XML of the shape that CI systems take, with %s in it", (_, text, shown) => {
		const cases = caseOf(text);
		const all = read(junitDocument({ name: text, at: "2026-11-25T10:00:00.000Z" }, cases));
		const counts = { tests: "5", failures: "1", errors: "1" };
		expect(all[0]).toEqual({ element: "testsuites", values: counts });
		expect(all[1]?.values).toEqual({
			...counts,
			name: shown,
			timestamp: "2026-11-25T10:00:00",
			skipped: "1",
		});
		const tests = all.filter(({ element }) => element === "testcase").map(({ values }) => values);
		expect(tests).toEqual(cases.map(() => ({ classname: shown, name: shown })));
		expect(all.filter(({ element }) => ["text", "skipped", "error", "failure"].includes(element))).toEqual([
			{ element: "text", values: { text: shown } },
			{ element: "skipped", values: { message: shown } },
			{ element: "error", values: { type: shown, message: shown } },
			{ element: "failure", values: { type: shown, message: shown } },
		]);
	});
});
