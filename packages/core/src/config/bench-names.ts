import { absoluteName } from "../dns/name.ts";
import { LocaldnsError } from "../errors.ts";
import { readConfigDocument } from "./config-document.ts";

/** What a file of names changes about what a bench asks. */
export interface BenchNames {
	/** Services to ask in any case. */
	readonly services: readonly { readonly name: string; readonly namespace: string }[];
	/** Names outside the cluster in place of the default ones; empty keeps those. */
	readonly external: readonly string[];
	/** Whether a discovered Service is left out. */
	readonly excludes: (service: { readonly name: string; readonly namespace: string }) => boolean;
}

/** The names of a file, or the LDNS331 that says what is wrong with it. */
export type ParsedBenchNames =
	| { readonly ok: true; readonly names: BenchNames }
	| { readonly ok: false; readonly error: LocaldnsError };

const keys = ["add", "exclude", "external"] as const;
const mostNames = 1000;

/**
 * Reads the file of `bench --names`: YAML or JSON with the lists `add` (Services), `exclude` (patterns of
 * `service.namespace`, in which `*` stands for any text) and `external` (names outside the cluster); or plain text with
 * one name per line, where `#` begins a comment.
 *
 * A name that ends in `.svc` or `.svc.<domain>` is a Service's. Under `add` the short `service.namespace` is one as well.
 */
export function parseBenchNames(text: string, fileName: string, domain: string): ParsedBenchNames {
	const refuse = (what: string): ParsedBenchNames => ({
		ok: false,
		error: new LocaldnsError("LDNS331", `${fileName}: ${what}`),
	});
	const lists = listsOf(text, domain);
	if (typeof lists === "string") return refuse(lists);
	if (lists.add.length + lists.external.length > mostNames)
		return refuse(`more than ${mostNames} names; a measurement needs a few`);
	const services: { name: string; namespace: string }[] = [];
	for (const written of lists.add) {
		const service = serviceOf(written, domain);
		if (service === undefined)
			return refuse(`read ${JSON.stringify(written)}; a Service is written service.namespace`);
		services.push(service);
	}
	const external: string[] = [];
	for (const written of lists.external) {
		const absolute = absoluteName(written);
		if (absolute === undefined || absolute === ".") return refuse(`${JSON.stringify(written)} is no name`);
		if (absolute.endsWith(`.${domain}.`))
			return refuse(`${written} is a name of the cluster; it belongs under add`);
		external.push(written.toLowerCase());
	}
	const patterns = lists.exclude.map(patternOf);
	return {
		ok: true,
		names: {
			services,
			external,
			excludes: ({ name, namespace }) => patterns.some((pattern) => pattern(`${name}.${namespace}`)),
		},
	};
}

type Lists = Record<(typeof keys)[number], string[]>;

/** @returns a sentence where the text is neither */
function listsOf(text: string, domain: string): Lists | string {
	if (!/^[ \t]*(\{|[a-z]+[ \t]*:)/m.test(text)) return linesOf(text, domain);
	const document = readConfigDocument(text);
	if (!document.ok) return document.problem;
	const { value } = document;
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return "neither a mapping nor one name per line";
	const lists: Lists = { add: [], exclude: [], external: [] };
	for (const [key, list] of Object.entries(value)) {
		const known = keys.find((each) => each === key);
		if (known === undefined) return `${key} is not known; allowed are ${keys.join(", ")}`;
		if (!Array.isArray(list) || !list.every((each) => typeof each === "string" && each !== ""))
			return `${key} is a list of names`;
		lists[known] = list as string[];
	}
	return lists;
}

function linesOf(text: string, domain: string): Lists {
	const names = text
		.split("\n")
		.map((line) => line.replace(/#.*/, "").trim())
		.filter((line) => line !== "");
	const isService = (name: string) => /\.svc\.?$/.test(name) || withoutDot(name).endsWith(`.svc.${domain}`);
	return {
		add: names.filter(isService),
		exclude: [],
		external: names.filter((name) => !isService(name)),
	};
}

const withoutDot = (name: string): string => (name.endsWith(".") ? name.slice(0, -1) : name);
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

function serviceOf(written: string, domain: string): { name: string; namespace: string } | undefined {
	const bare = withoutDot(written.toLowerCase());
	const ending = [`.svc.${domain}`, ".svc"].find((each) => bare.endsWith(each)) ?? "";
	const [name = "", namespace = "", ...rest] = bare.slice(0, bare.length - ending.length).split(".");
	return rest.length === 0 && label.test(name) && label.test(namespace) ? { name, namespace } : undefined;
}

/** By its parts and not by an expression: a pattern of many stars must not take longer than its length. */
function patternOf(pattern: string): (text: string) => boolean {
	const parts = pattern.toLowerCase().split("*");
	const [first = "", ...rest] = parts;
	return (text) => {
		if (rest.length === 0) return text === first;
		if (!text.startsWith(first)) return false;
		let at = first.length;
		for (const part of rest.slice(0, -1)) {
			const found = text.indexOf(part, at);
			if (found === -1) return false;
			at = found + part.length;
		}
		const last = rest.at(-1) ?? "";
		return text.length - last.length >= at && text.endsWith(last);
	};
}
