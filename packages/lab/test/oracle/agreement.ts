import {
	decodeCorefile,
	filesInMemory,
	type ImportFiles,
	importsFrom,
	type ParsedCorefile,
	parseCorefile,
	type Token,
} from "@localdns/core/corefile";
import type { CorefileOracle, OracleParse } from "../../src/oracle/index.ts";

/** What both sides read besides the Corefile itself. */
export interface Surroundings {
	/** Absolute path of the Corefile; it need not exist. */
	readonly file: string;
	readonly environment: Readonly<Record<string, string>>;
	/** The files below the Corefile's folder as the oracle finds them on the disk: absolute path → bytes. */
	readonly imports: Readonly<Record<string, Uint8Array>>;
	/** The oracle's own list. */
	readonly directives: readonly string[];
}

/** A Corefile, told to both sides alike. */
export interface Case {
	readonly body: Uint8Array;
	readonly anyDirective: boolean;
}

/** What the real parser's words say, as one of our codes. */
const codes: readonly (readonly [RegExp, string])[] = [
	[/expecting '\{'$/, "LDNS410"],
	[/expecting '\}'$/, "LDNS411"],
	[/Unexpected EOF$/, "LDNS411"],
	[/Unknown directive '/, "LDNS412"],
	[/Expected another address but had/, "LDNS413"],
	[/Unexpected '\}' because no matching opening brace$/, "LDNS414"],
	[/Import requires a non-empty filepath$/, "LDNS415"],
	[/Import takes only one argument/, "LDNS415"],
	[/Wrong argument count or unexpected line ending after '/, "LDNS415"],
	[/Unexpected token '\{', expecting argument$/, "LDNS415"],
	[/File to import not found|Could not import|Glob pattern may only|Failed to use import pattern/, "LDNS416"],
	[/redeclaration of previously declared snippet/, "LDNS417"],
	[/maximum (snippet|file) import depth/, "LDNS418"],
];

export class Agreement {
	private readonly oracle: CorefileOracle;
	private readonly around: Surroundings;
	private readonly files: ImportFiles;
	private readonly known: readonly string[];

	constructor(oracle: CorefileOracle, around: Surroundings) {
		this.oracle = oracle;
		this.around = around;
		this.known = around.directives;
		this.files = filesInMemory(
			Object.fromEntries(
				Object.entries(around.imports).map(([path, bytes]) => [path, decodeCorefile(bytes)]),
			),
		);
	}

	/** What both sides say; `disagreement` is undefined when it is the same. */
	async judge(
		corefile: Case,
	): Promise<{ accepted: boolean; code: string; disagreement: string | undefined }> {
		const { file, environment } = this.around;
		const theirs = await this.oracle.parse({ ...corefile, file, environment });
		const ours = this.parse(corefile);
		return {
			accepted: theirs.ok,
			code: ours.ok ? "" : ours.error.code,
			disagreement: difference(ours, theirs, file),
		};
	}

	/** Our side of it. */
	parse({ body, anyDirective }: Case): ReturnType<typeof parseCorefile> {
		const { file, environment } = this.around;
		return parseCorefile(decodeCorefile(body), {
			file,
			environment: (name) => environment[name],
			readImport: importsFrom(this.files),
			knownDirectives: anyDirective ? "any" : this.known,
		});
	}
}

function difference(
	ours: ReturnType<typeof parseCorefile>,
	theirs: OracleParse,
	main: string,
): string | undefined {
	if (!theirs.ok) {
		if (ours.ok) return `CoreDNS refuses: ${theirs.error}`;
		const code = codes.find(([words]) => words.test(theirs.error))?.[1];
		if (code !== ours.error.code)
			return `${ours.error.code} (${ours.error.message}), but CoreDNS: ${theirs.error}`;
		return samePlace(ours.error, theirs.error);
	}
	if (!ours.ok) return `CoreDNS accepts, we say: ${ours.error.message} on line ${ours.error.line}`;
	return sameBlocks(ours.corefile, theirs, main);
}

/** CoreDNS names `FILE:LINE`; line 0 means "no token here", and of a snippet in itself it names the end. */
function samePlace(error: { file: string; line: number; code: string }, words: string): string | undefined {
	const place = /^(.*?):(\d+) - (?:Error during parsing|Syntax error): /s.exec(words);
	if (place === null) return `no place in: ${words}`;
	if (place[2] === "0" || error.code === "LDNS418") return undefined;
	if (place[1] === error.file && Number(place[2]) === error.line) return undefined;
	return `we name ${error.file}:${error.line}, CoreDNS says: ${words}`;
}

function sameBlocks(
	corefile: ParsedCorefile,
	{ blocks = [] }: OracleParse & { ok: true },
	main: string,
): string | undefined {
	if (corefile.blocks.length !== blocks.length) {
		return `${corefile.blocks.length} blocks, CoreDNS has ${blocks.length}`;
	}
	for (const [index, block] of corefile.blocks.entries()) {
		const other = blocks[index] as (typeof blocks)[number];
		if (!same(block.keys, other.keys)) return `keys ${block.keys}, CoreDNS has ${other.keys}`;
		// CoreDNS joins what stands under one name, so the lists are joined here too.
		const merged = new Map<string, Token[]>();
		for (const { name, tokens } of block.plugins) {
			merged.set(name, [...(merged.get(name) ?? []), ...tokens]);
		}
		if (merged.size !== Object.keys(other.directives).length) {
			return `directives ${[...merged.keys()]}, CoreDNS has ${Object.keys(other.directives)}`;
		}
		for (const [name, tokens] of merged) {
			const theirs = Object.hasOwn(other.directives, name) ? other.directives[name] : undefined;
			const wrong = tokens.findIndex((token, at) => {
				const one = theirs?.[at];
				return one?.text !== token.text || one.line !== token.line || (one.file ?? main) !== token.file;
			});
			if (wrong !== -1 || theirs?.length !== tokens.length) {
				return `tokens of ${name}: ${JSON.stringify(tokens[wrong])}, CoreDNS has ${JSON.stringify(theirs?.[wrong])}`;
			}
		}
	}
	return undefined;
}

const same = (left: readonly string[], right: readonly string[]): boolean =>
	left.length === right.length && left.every((each, index) => each === right[index]);
