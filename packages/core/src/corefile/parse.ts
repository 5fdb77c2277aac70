import { EnvironmentFiller, hasReference } from "./environment.ts";
import { ImportExpander } from "./import-expander.ts";
import { knownDirectives } from "./known-directives.ts";
import { type LexedToken, lexCorefile } from "./lexer.ts";
import type { ParseOptions, ParseResult } from "./parse-options.ts";
import { ParseRefusal, refuse } from "./parse-refusal.ts";
import { pluginTree } from "./plugin-tree.ts";
import { type CorefileSyntaxError, syntaxError } from "./syntax-error.ts";
import type { ParsedPlugin, ParsedServerBlock, Token, UnreadImport } from "./syntax-tree.ts";
import { TokenStream } from "./token-stream.ts";

/**
 * Parses a Corefile just as CoreDNS does (coredns/caddy: caddyfile/parse.go): the same server blocks, the same
 * words, accepted or refused alike. What the plugins make of their words comes after that and is no part of it.
 * Time and memory grow with the text and what it imports, whatever stands in it.
 *
 * Errors: LDNS410 to LDNS418, each with its place. Never throws.
 */
export function parseCorefile(text: string, options: ParseOptions = {}): ParseResult {
	const parser = new Parser(text, options);
	try {
		parser.run();
	} catch (error) {
		if (error instanceof ParseRefusal) return { ok: false, error: error.syntaxError };
		throw error;
	}
	const { blocks, imports, warnings } = parser;
	return { ok: true, corefile: { blocks, imports }, warnings };
}

class Parser {
	readonly blocks: ParsedServerBlock[] = [];
	readonly imports: UnreadImport[] = [];
	readonly warnings: CorefileSyntaxError[] = [];
	private readonly stream: TokenStream;
	private readonly filler: EnvironmentFiller | undefined;
	private readonly expander: ImportExpander;
	private readonly known: ReadonlySet<string> | undefined;

	constructor(text: string, options: ParseOptions) {
		const { file = "Corefile", environment, readImport, knownDirectives: known = knownDirectives } = options;
		this.stream = new TokenStream(lexCorefile(text, file));
		this.filler = environment === undefined ? undefined : new EnvironmentFiller(environment);
		this.expander = new ImportExpander(readImport);
		this.known = known === "any" ? undefined : new Set(known);
	}

	run(): void {
		while (this.stream.next()) this.block();
	}

	private block(): void {
		const { keys, keyTokens, emptied, comments, ended } = this.keys();
		const snippet = ended ? undefined : snippetName(keys);
		if (snippet !== undefined) {
			this.snippet(snippet);
			return;
		}
		const body = ended ? { plugins: [], open: undefined, close: undefined } : this.body();
		if (keys.length > 0) {
			this.blocks.push({ comments, keys, keyTokens, ...body });
		} else if (emptied !== undefined) {
			const message = "its only keys are empty, so CoreDNS drops this whole server block without a word";
			this.warnings.push(syntaxError("LDNS419", message, emptied));
		}
	}

	/** A block's keys. Afterwards the current token is the opening brace, or begins the next line. */
	private keys() {
		const { stream } = this;
		const keys: string[] = [];
		const keyTokens: Token[] = [];
		let emptied: LexedToken | undefined;
		let expecting = false;
		let comments = stream.current?.comments ?? [];
		for (;;) {
			const token = stream.current;
			const text = token === undefined ? "" : this.fill(token);
			if (text === "import" && stream.startsLine) {
				const { pattern, tokens } = this.import();
				if (tokens === undefined) this.imports.push({ keyword: token as LexedToken, pattern });
				stream.splice(tokens ?? []);
				if (keys.length === 0) comments = stream.current?.comments ?? [];
				continue;
			}
			if (text === "{") {
				if (expecting)
					refuse("LDNS413", "a comma promises another key, but the brace follows", token as LexedToken);
				return { keys, keyTokens, emptied, comments, ended: false };
			}
			if (token !== undefined && text !== "") {
				expecting = text.endsWith(",");
				const key = expecting ? text.slice(0, -1) : text;
				keys.push(key);
				keyTokens.push({ ...token, text: key });
			} else emptied ??= token;
			const more = stream.next();
			if (!more && expecting) {
				refuse("LDNS411", "the file ends where a comma promises another key", stream.last as LexedToken);
			}
			if (!more || (!expecting && stream.startsLine)) {
				return { keys, keyTokens, emptied, comments, ended: !more };
			}
		}
	}

	/** A block's plugins, in braces or, where the file is one block, without. */
	private body(): Pick<ParsedServerBlock, "plugins" | "open" | "close"> {
		const { stream } = this;
		const brace = stream.text === "{" ? stream.current : undefined;
		if (brace === undefined) stream.back();
		const { plugins, close } = this.plugins();
		// CoreDNS looks at the last token only, so the brace of a plugin's block will do.
		if (brace !== undefined && stream.text !== "}") {
			const message = `the brace on line ${brace.line} is never closed`;
			refuse("LDNS411", message, stream.last as LexedToken);
		}
		return { plugins, open: brace, close };
	}

	private plugins(): { plugins: ParsedPlugin[]; close: LexedToken | undefined } {
		const { stream } = this;
		const plugins: ParsedPlugin[] = [];
		while (stream.next()) {
			const token = stream.current as LexedToken;
			if (token.text === "}") return { plugins, close: token };
			if (token.text === "import") {
				const { pattern, tokens } = this.import();
				if (tokens === undefined) {
					plugins.push(pluginTree([token, pattern], token.text));
				} else {
					stream.splice(tokens);
					stream.back();
				}
			} else plugins.push(this.plugin());
		}
		return { plugins, close: undefined };
	}

	/** One directive: to the end of its line, or of the braces that it opens. */
	private plugin(): ParsedPlugin {
		const { stream } = this;
		const first = stream.current as LexedToken;
		const name = this.fill(first);
		if (this.known?.has(name) === false) {
			refuse("LDNS412", `no plugin is called ${JSON.stringify(name)}`, first);
		}
		const tokens = [first];
		const opened: LexedToken[] = [];
		while (stream.next()) {
			const token = stream.current as LexedToken;
			if (token.text === "{") opened.push(token);
			else if (opened.length === 0 && stream.startsLine) {
				stream.back();
				break;
			} else if (token.text === "}") {
				if (opened.pop() === undefined) {
					refuse("LDNS414", `a closing brace stands on the line of ${JSON.stringify(name)}`, token);
				}
			} else if (token.text === "import" && stream.startsLine) {
				const { pattern, tokens: imported } = this.import();
				if (imported === undefined) {
					tokens.push(token, pattern);
				} else {
					stream.splice(imported);
					stream.back();
				}
				continue;
			}
			const filled = this.filled(token);
			stream.replace(filled);
			tokens.push(filled);
		}
		const brace = opened.at(-1);
		if (brace !== undefined) {
			refuse("LDNS411", `the brace on line ${brace.line} is never closed`, stream.last as LexedToken);
		}
		return pluginTree(tokens, name);
	}

	/** Reads `import PATTERN` from the current token on; the pattern is current afterwards. */
	private import(): { pattern: LexedToken; tokens: readonly LexedToken[] | undefined } {
		const { stream } = this;
		if (!stream.nextArgument()) {
			refuse("LDNS415", "import names no file and no snippet", stream.last as LexedToken);
		}
		const token = stream.current as LexedToken;
		const pattern = this.fill(token);
		if (pattern === "") refuse("LDNS415", "the name behind import is empty", token);
		if (stream.nextArgument()) {
			refuse("LDNS415", "import takes one file, pattern or snippet", stream.last as LexedToken);
		}
		const unknown = this.filler === undefined && hasReference(pattern);
		return { pattern: token, tokens: unknown ? undefined : this.expander.expand(pattern, token) };
	}

	/** Keeps a snippet's words for later. The current token is what follows its name. */
	private snippet(name: string): void {
		const { stream } = this;
		const brace = stream.current as LexedToken;
		this.expander.checkNew(name, brace);
		if (brace.text !== "{") {
			refuse("LDNS410", `the snippet (${name}) needs its opening brace here`, brace);
		}
		const tokens: LexedToken[] = [];
		let depth = 1;
		while (depth > 0 && stream.next()) {
			const token = stream.current as LexedToken;
			if (token.text === "}") depth -= 1;
			else if (token.text === "{") depth += 1;
			if (depth > 0) tokens.push(token);
		}
		if (depth > 0) {
			refuse("LDNS411", `the brace on line ${brace.line} is never closed`, stream.last as LexedToken);
		}
		this.checkNotItself(name, tokens);
		this.expander.define(name, tokens);
	}

	private checkNotItself(name: string, tokens: readonly LexedToken[]): void {
		for (const [index, token] of tokens.entries()) {
			const previous = tokens[index - 1];
			const next = tokens[index + 1];
			if (token.text !== "import" || next === undefined) continue;
			const first = previous === undefined || previous.file !== token.file || previous.line !== token.line;
			if (first && this.fill(next) === name) refuse("LDNS418", `the snippet (${name}) imports itself`, token);
		}
	}

	private fill(token: LexedToken): string {
		if (this.filler === undefined) return token.text;
		const filled = this.filler.fill(token.text);
		if (filled !== undefined) return filled;
		return refuse("LDNS418", "environment variables that refer to each other never end", token);
	}

	private filled(token: LexedToken): LexedToken {
		const text = this.fill(token);
		return text === token.text ? token : { ...token, text };
	}
}

/** A block whose only key is `(name)` is a snippet. */
function snippetName(keys: readonly string[]): string | undefined {
	const [key = ""] = keys;
	return keys.length === 1 && /^\(.*\)$/s.test(key) ? key.slice(1, -1) : undefined;
}
