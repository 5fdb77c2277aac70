import {
	type Document,
	isAlias,
	isCollection,
	isNode,
	isScalar,
	isSeq,
	type Node,
	parseAllDocuments,
	visit,
	YAMLMap,
} from "yaml";
import type { LocaldnsError } from "../errors.ts";
import { type Place, placesIn } from "./place.ts";
import { doubtful, problemOfText, unreadable } from "./readable-text.ts";

/** The first document of a file, which is all that K3s reads, with what is needed to look into it. */
export interface YamlDocument {
	readonly file: string;
	readonly text: string;
	/** Undefined for an empty file, or one of comments only. */
	readonly root: YAMLMap | undefined;
	/** Where the document's content ends, behind its comments and before `...` or a second document. */
	readonly end: number;
	placeOf(offset: number): Place;
	/** The node that an alias stands for; every other node stands for itself. */
	meant(node: unknown): Node | undefined;
}

export type ReadYaml = { ok: true; document: YamlDocument } | { ok: false; error: LocaldnsError };

/** Deeper is no configuration, and yaml.v2 gives up at 10,000. */
const deepest = 100;

/**
 * Reads YAML as K3s does: yaml.v2, which is YAML 1.1 (`yes` is true, 0644 is octal), duplicate keys allowed, only the
 * first document. Where this reader and yaml.v2 may differ, the file is refused (LDNS509) and not guessed at.
 */
export function readYaml(file: string, text: string): ReadYaml {
	const error = problemOfText(file, text) ?? problemOfNesting(file, text);
	if (error !== undefined) return { ok: false, error };
	const placeOf = placesIn(file, text);
	const [first, second] = parseAllDocuments(text, {
		version: "1.1",
		// Every plain scalar a string: what it means to K3s is go-scalar.ts' matter.
		schema: "failsafe",
		uniqueKeys: false,
		keepSourceTokens: true,
		prettyErrors: false,
		logLevel: "silent",
	}) as Document.Parsed[];
	const start = placeOf(0);
	const directive = /^\ufeff?%/m.exec(text);
	if (directive !== null) {
		const why = "what K3s makes of it depends on its parser";
		return { ok: false, error: doubtful(placeOf(directive.index), "a directive (%)", why) };
	}
	if (first === undefined) {
		const stray = /^\ufeff? *[^ #\r\n\ufeff]/m.exec(text);
		if (stray !== null)
			return { ok: false, error: unreadable(placeOf(stray.index), "a tab where YAML wants spaces") };
		return {
			ok: true,
			document: { file, text, root: undefined, end: text.length, placeOf, meant: () => undefined },
		};
	}
	const [mistake] = first.errors;
	if (mistake !== undefined)
		return { ok: false, error: unreadable(placeOf(mistake.pos[0]), mistake.message) };
	if (first.directives?.docStart !== true && isEmpty(first) && /^\ufeff?\.\.\./m.test(text))
		return { ok: false, error: unreadable(start, "a document ends (...) that never began") };
	const tag = unusualTag(first);
	if (tag !== undefined)
		return {
			ok: false,
			error: doubtful(placeOf(tag), "a tag (!)", "what K3s makes of it depends on its parser"),
		};
	const tab = tabAsIndentation(text, first);
	if (tab !== undefined)
		return { ok: false, error: unreadable(placeOf(tab), "a tab where YAML wants spaces") };
	if (second !== undefined && (second.errors.length > 0 || !isEmpty(second))) {
		return {
			ok: false,
			error: doubtful(
				placeOf(second.range[0]),
				"a second document begins here",
				"K3s reads the first document of a file and ignores the rest",
			),
		};
	}
	if (!isEmpty(first) && !(first.contents instanceof YAMLMap)) {
		return {
			ok: false,
			error: unreadable(
				placeOf(first.contents?.range[0] ?? 0),
				"K3s wants a mapping of flags to values here",
			),
		};
	}
	const root = first.contents instanceof YAMLMap ? first.contents : undefined;
	const targets = aliasTargets(first);
	if (targets === undefined)
		return {
			ok: false,
			error: unreadable(start, "an alias without its anchor before it, or an anchor that is no plain word"),
		};
	const meant = (node: unknown): Node | undefined => {
		const found = isAlias(node) ? targets.get(node) : node;
		return isNode(found) ? found : undefined;
	};
	return { ok: true, document: { file, text, root, end: first.range[1], placeOf, meant } };
}

const isEmpty = ({ contents }: Document.Parsed): boolean =>
	contents === null ||
	(isScalar(contents) &&
		contents.type === "PLAIN" &&
		contents.source === "" &&
		contents.tag === undefined &&
		contents.anchor === undefined);

/**
 * Counts what can nest, so that the parser never recurses without bound: brackets opened in a row of tokens, and
 * block collections begun on one line or by indentation. It overestimates within quotes, which costs nothing.
 */
function problemOfNesting(file: string, text: string): LocaldnsError | undefined {
	let brackets = 0;
	let lineStart = 0;
	let onLine = 0;
	let inIndentation = true;
	const indentations: number[] = [];
	for (let at = 0; at < text.length; at += 1) {
		const char = text[at];
		if (char === "\n") {
			lineStart = at + 1;
			onLine = 0;
			inIndentation = true;
		} else if (char === "[" || char === "{") brackets += 1;
		else if (char === "]" || char === "}") brackets = Math.max(0, brackets - 1);
		else if ((char === "-" || char === "?" || char === ":") && /[\s]/.test(text[at + 1] ?? "\n")) onLine += 1;
		if (inIndentation && char !== " " && char !== "\n" && char !== "\r") {
			inIndentation = false;
			const indentation = at - lineStart;
			while ((indentations.at(-1) ?? -1) >= indentation) indentations.pop();
			indentations.push(indentation);
		}
		if (brackets + onLine + indentations.length > deepest)
			return unreadable(placesIn(file, text)(at), `nested deeper than ${deepest} levels`);
	}
	return undefined;
}

/** Aliases to the nodes they mean, in one walk: an anchor may be set anew, and the latest before the alias counts. */
function aliasTargets(document: Document.Parsed): Map<Node, Node> | undefined {
	const anchors = new Map<string, Node>();
	const targets = new Map<Node, Node>();
	// libyaml's names are of letters, digits, _ and -.
	const isName = (name: string): boolean => /^[\w-]{1,200}$/.test(name);
	let dangling = false;
	visit(document, {
		Node(_, node) {
			if (isAlias(node)) {
				const target = anchors.get(node.source);
				if (target === undefined) dangling = true;
				else targets.set(node, target);
			} else if (node.anchor !== undefined) {
				if (!isName(node.anchor)) dangling = true;
				anchors.set(node.anchor, node);
			}
		},
	});
	return dangling ? undefined : targets;
}

/** Offset of a node with a tag other than those that say what it is anyway. */
function unusualTag(document: Document.Parsed): number | undefined {
	let found: number | undefined;
	visit(document, {
		Node(_, node) {
			if (isAlias(node) || node.tag === undefined) return undefined;
			const usual = isScalar(node) ? "str" : isSeq(node) ? "seq" : "map";
			if (node.tag === `tag:yaml.org,2002:${usual}`) return undefined;
			found = node.range?.[0] ?? 0;
			return visit.BREAK;
		},
	});
	return found;
}

/**
 * Where libyaml would stop at a tab that the YAML 1.2 grammar allows or overlooks: in front of the first token of a
 * line, and between `-`, `?` or `:` and a nested collection. Inside scalars and flow collections a tab is a blank.
 */
function tabAsIndentation(text: string, document: Document.Parsed): number | undefined {
	const inside: [number, number][] = [];
	visit(document, {
		Node(_, node) {
			const [start, end] = node.range ?? [0, 0];
			const whole = isScalar(node) || (isCollection(node) && node.flow === true);
			if (whole) inside.push([start, end]);
		},
	});
	inside.sort(([left], [right]) => left - right);
	let next = 0;
	let reached = 0;
	for (const { index, 0: lead } of text.matchAll(/^\ufeff?(?:[ ]|[-?:](?=[ \t]))*\t/gm)) {
		const at = index + lead.length - 1;
		for (; (inside[next]?.[0] ?? Number.POSITIVE_INFINITY) < at; next += 1)
			reached = Math.max(reached, inside[next]?.[1] ?? 0);
		if (at >= reached) return at;
	}
	return undefined;
}
