import { knownDirectives } from "@localdns/core/corefile";
import type { Random } from "@localdns/core/measure";
import { importNames, variableNames } from "./surroundings.ts";

const keys = [
	".",
	".:53",
	"example.org",
	"cluster.local:5353",
	"in-addr.arpa",
	"10.42.0.0/16",
	"10.0.0.0/15:1053",
	"fd00::/64",
	"tls://example.net",
	"dns://.:53",
	"https3://b.example",
	"(snip)",
	"(a)",
	"x.{",
	"Üñí.example",
];
const options = [
	"success",
	"denial",
	"max_fails",
	"policy",
	"class",
	"match",
	"answer",
	"fallthrough",
	"import",
];
const values = [
	"30",
	"9984",
	"5s",
	"1.1.1.1",
	"tls://9.9.9.9",
	"/gone/resolv.conf",
	"sequential",
	":9253",
	"}}",
	"a,b",
];
const oddities = [
	"{",
	"}",
	'"',
	'""',
	'"{"',
	'"}"',
	"\\",
	'"\\""',
	"#",
	"#x",
	"log#",
	"import",
	"{}",
	"a{",
	"}b",
	",",
	"\ufeff",
	"\u200b",
	"😀",
	"a\rb",
	"\0",
	"`",
	"{$",
	"{%",
	"%}",
	"{$}",
	"{%}",
];
const spaces = [" ", " ", " ", "  ", "\t", "    ", "\u00a0", "\u0085", "\u2003", "\u3000", "\v", "\f", " \r"];
const ends = [
	"\n",
	"\n",
	"\n",
	"\n",
	"\n\n",
	"\r\n",
	" \n",
	"\n# comment\n",
	" # comment\n",
	"\r\r\n",
	"\n\t\n",
];

/**
 * Corefiles out of the grammar: most keep to it, the rest break a rule here and there. `wildness` is the
 * chance of each deviation.
 */
export function generateCorefile(random: Random): string {
	return new Generator(random).corefile();
}

class Generator {
	private readonly random: Random;
	private readonly wildness: number;

	constructor(random: Random) {
		this.random = random;
		this.wildness = this.pick([0, 0, 0.01, 0.05, 0.15]);
	}

	corefile(): string {
		let text = this.wild() ? "\ufeff" : "";
		const count = 1 + this.random.int(3);
		for (let block = 0; block < count; block += 1) text += this.chance(0.1) ? this.snippet() : this.block();
		return this.wild() ? text.slice(0, this.random.int(text.length + 1)) : text;
	}

	private block(): string {
		if (this.chance(0.05)) return `import${this.space()}${this.pick(importNames)}${this.end()}`;
		const names = Array.from({ length: 1 + this.random.int(3) }, () => this.key());
		const list = names.join(
			this.chance(0.2) ? `,${this.chance(0.5) ? this.end() : this.space()}` : this.space(),
		);
		const comma = this.wild() ? "," : "";
		const open = this.wild() ? "" : `${this.chance(0.05) ? this.end() : this.space()}{`;
		const close = this.wild() ? "" : "}";
		return `${list}${comma}${open}${this.end()}${this.body()}${close}${this.end()}`;
	}

	private snippet(): string {
		const open = this.wild() ? this.end() : " {";
		return `(${this.pick(["snip", "a", "b"])})${open}${this.end()}${this.body()}}${this.end()}`;
	}

	private body(): string {
		let text = "";
		const count = this.random.int(5);
		for (let line = 0; line < count; line += 1) text += this.directive();
		return text;
	}

	private directive(): string {
		if (this.chance(0.08))
			return `${this.space()}import${this.space()}${this.pick(importNames)}${this.end()}`;
		const name = this.wild() ? this.word() : this.pick(knownDirectives);
		return `${this.space()}${name}${this.rest(2)}`;
	}

	/** Arguments and options, to the end of the line or the braces. */
	private rest(depth: number): string {
		let text = "";
		const count = this.random.int(4);
		for (let each = 0; each < count; each += 1) text += this.space() + this.word();
		if (depth === 0 || !this.chance(0.35)) return text + this.end();
		text += `${this.space()}{${this.wild() ? this.space() : this.end()}`;
		const lines = this.random.int(4);
		for (let line = 0; line < lines; line += 1) {
			text += `${this.space()}${this.wild() ? this.word() : this.pick(options)}${this.rest(depth - 1)}`;
		}
		if (this.wild()) return text + this.end();
		return `${text}${this.space()}}${this.wild() ? this.space() + this.word() : ""}${this.end()}`;
	}

	private key(): string {
		return this.wild() ? this.word() : this.chance(0.05) ? this.reference() : this.pick(keys);
	}

	private word(): string {
		if (this.wild()) return this.pick(oddities);
		if (this.chance(0.08)) return this.reference();
		if (this.chance(0.1)) return this.quoted();
		return this.pick(values);
	}

	private quoted(): string {
		const inside = this.pick([
			"a b",
			"",
			"#",
			'\\"',
			"\\n",
			"x\ny",
			"\\\\",
			"{$A}",
			"{",
			"}",
			"\r\n",
			"a\\\nb",
		]);
		return `"${this.pick(values)}${inside}${this.wild() ? "" : '"'}`;
	}

	private reference(): string {
		const name = this.pick(variableNames);
		return this.pick([
			`{$${name}}`,
			`{%${name}%}`,
			`a{$${name}}b`,
			`{$${name}}{%${name}%}`,
			`{$${name}`,
			`{{$${name}}`,
		]);
	}

	private space = (): string => this.pick(this.chance(0.9) ? [" "] : spaces);

	private end = (): string => this.pick(ends);

	private wild = (): boolean => this.chance(this.wildness);

	private chance = (share: number): boolean => this.random.next() < share;

	private pick = <T>(from: readonly T[]): T => from[this.random.int(from.length)] as T;
}

/** Pieces that mean something to the lexer or the parser, for mutations. */
export const pieces: readonly string[] = [
	...oddities,
	...spaces,
	...ends,
	"import snip",
	"import sub/*.conf",
	"(a) {",
	"{$A}",
	"{%EMPTY%}",
	"cache {",
	". {",
];
