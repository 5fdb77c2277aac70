import type { LexedToken } from "./lexer.ts";
import type { ParsedPlugin, Token } from "./syntax-tree.ts";
import { continuesLine } from "./token-stream.ts";

interface OpenPlugin extends ParsedPlugin {
	readonly args: string[];
	readonly argTokens: Token[];
	readonly options: OpenPlugin[];
	/** Index behind its last token. */
	end: number;
}

/**
 * A directive's tokens as name, arguments and options. A brace opens the options of the line before it,
 * and closes them wherever it stands. Words behind the closing brace are in `tokens` only.
 *
 * @param name the first token's text, with environment variables filled in
 */
export function pluginTree(tokens: readonly LexedToken[], name: string): ParsedPlugin {
	const root = openPlugin(tokens, 0, name);
	root.end = tokens.length;
	// No recursion: braces may nest as deep as they like.
	const braced: OpenPlugin[] = [];
	let line: OpenPlugin | undefined = root;
	for (let index = 1; index < tokens.length; index += 1) {
		const token = tokens[index] as LexedToken;
		const around = braced.at(-1);
		if (token.text === "{") {
			line ??= around === undefined ? root : addOption(around, tokens, index);
			braced.push(line);
			line = undefined;
		} else if (token.text === "}") {
			if (around !== undefined && around !== root) around.end = index + 1;
			braced.pop();
			line = undefined;
		} else if (line !== undefined && (around === undefined || continues(tokens, index))) {
			line.args.push(token.text);
			line.argTokens.push(token);
			if (line !== root) line.end = index + 1;
		} else if (around !== undefined) {
			line = addOption(around, tokens, index);
		}
	}
	return root;
}

const continues = (tokens: readonly LexedToken[], index: number): boolean =>
	continuesLine(tokens[index - 1] as LexedToken, tokens[index] as LexedToken);

function addOption(around: OpenPlugin, tokens: readonly LexedToken[], index: number): OpenPlugin {
	const option = openPlugin(tokens, index);
	around.options.push(option);
	return option;
}

function openPlugin(
	all: readonly LexedToken[],
	start: number,
	name = (all[start] as LexedToken).text,
): OpenPlugin {
	const nameToken = all[start] as LexedToken;
	return {
		comments: nameToken.comments,
		name,
		nameToken,
		args: [],
		argTokens: [],
		options: [],
		end: start + 1,
		// Cut out when asked for: each level of nesting would hold a copy of all below it.
		get tokens() {
			return all.slice(start, this.end);
		},
	};
}
