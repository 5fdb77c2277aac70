import type { ImportReader } from "./import-reader.ts";
import { type LexedToken, lexCorefile } from "./lexer.ts";
import { refuse } from "./parse-refusal.ts";

/** CoreDNS' caps (coredns/caddy: caddyfile/parse.go), against imports that lead back to themselves. */
const mostSnippetExpansions = 10_000;
const mostFileExpansions = 100_000;
/** CoreDNS has no such cap and runs out of memory instead. */
const mostTokens = 1_000_000;

/** Finds the tokens that an `import` stands for, and counts how many there have been. */
export class ImportExpander {
	private readonly read: ImportReader | undefined;
	private readonly snippets = new Map<string, readonly LexedToken[]>();
	/** Lexed once, however often imported. */
	private readonly files = new Map<string, readonly LexedToken[]>();
	private snippetExpansions = 0;
	private fileExpansions = 0;
	private tokens = 0;

	constructor(read: ImportReader | undefined) {
		this.read = read;
	}

	/** @param brace the token behind the name, where CoreDNS notices a second definition */
	checkNew(name: string, brace: LexedToken): void {
		if (this.snippets.has(name)) refuse("LDNS417", `a snippet (${name}) is defined already`, brace);
	}

	define(name: string, tokens: readonly LexedToken[]): void {
		this.snippets.set(name, tokens);
	}

	/** The tokens in the place of `import PATTERN`; undefined for a file when nobody reads files. */
	expand(pattern: string, at: LexedToken): readonly LexedToken[] | undefined {
		const tokens = this.snippet(pattern, at) ?? this.file(pattern, at);
		this.tokens += tokens?.length ?? 0;
		if (this.tokens > mostTokens) {
			refuse("LDNS418", `imports fill in more than ${mostTokens} words`, at);
		}
		return tokens;
	}

	private snippet(name: string, at: LexedToken): readonly LexedToken[] | undefined {
		const tokens = this.snippets.get(name);
		if (tokens === undefined) return undefined;
		if (this.snippetExpansions >= mostSnippetExpansions) {
			refuse("LDNS418", `snippets are imported more than ${mostSnippetExpansions} times`, at);
		}
		this.snippetExpansions += 1;
		return tokens;
	}

	private file(pattern: string, at: LexedToken): readonly LexedToken[] | undefined {
		if (this.read === undefined) return undefined;
		if (this.fileExpansions >= mostFileExpansions) {
			refuse("LDNS418", `files are imported more than ${mostFileExpansions} times`, at);
		}
		this.fileExpansions += 1;
		const key = `${at.file}\0${pattern}`;
		const known = this.files.get(key);
		if (known !== undefined) return known;
		const answer = this.read(pattern, at.file);
		if (!answer.ok) {
			refuse("LDNS416", `import of ${JSON.stringify(pattern)} fails: ${answer.reason}`, at);
		}
		const tokens = answer.files.flatMap(({ file, text }) => lexCorefile(text, file, true));
		this.files.set(key, tokens);
		return tokens;
	}
}
