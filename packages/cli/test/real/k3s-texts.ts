import fc from "fast-check";

/** Texts that look like K3s' configuration: right ones, odd ones, and ones that one wrong character spoils. */
const plainWords = [
	"a",
	"max-pods=200",
	"v=2",
	"fail-swap-on",
	"cluster-dns=10.43.0.10",
	"yes",
	"No",
	"0644",
	"1.5",
	"~",
	"null",
	"12",
	"-1",
	"0x1f",
	"1_000",
	"2020-01-01",
	"é",
	"1e3",
	"y",
	"0o17",
	"+1",
	"true",
	"on",
	"00",
	"09",
	"1:30",
	"12:30:45",
	"0b11",
	".5",
	"5.",
	"1e",
	"0.1e-3",
	"_1",
	"-0",
	"+.inf",
	".NaN",
	"=",
	"Null",
	"TRUE",
	"n",
	"off",
	"2020-01-01T00:00:00Z",
	"0777",
	"1__0",
	"9007199254740993",
	"18446744073709551616",
	"100000000",
	"123456789.5",
];
const plain = fc.constantFrom(...plainWords);
/** Others need quotes to be texts. */
const word = fc.constantFrom(...plainWords, "a: b", "x,y", "# no", "", " padded ", ".inf", "<<");
const scalar = fc.oneof(
	plain,
	word.map((text) => JSON.stringify(text)),
	word.map((text) => `'${text.replaceAll("'", "''")}'`),
);
const name = fc.constantFrom(
	"kubelet-arg",
	"kubelet-arg+",
	"'kubelet-arg'",
	'"kubelet-arg+"',
	"node-label",
	"node-label+",
	"token",
	"v",
	"y",
	"12",
	"tls-san",
	"kubelet-arg ",
	"cluster-dns",
);
const comment = fc.constantFrom("", "", "", " # why", " #", "\t# tab");
const lineEnd = fc.constantFrom("\n", "\n", "\n", "\r\n", "\n\n", "\n# comment\n", "\n  \n");
const indentation = fc.constantFrom("", "  ", "    ", " ");

const flow = fc
	.array(scalar, { maxLength: 3 })
	.chain((items) =>
		fc.constantFrom(
			`[${items.join(", ")}]`,
			`[ ${items.join(" , ")} ]`,
			`[${items.join(",\n  ")}]`,
			`[${items.join(", ")},]`,
		),
	);
const block = fc
	.tuple(fc.array(fc.tuple(scalar, comment), { minLength: 1, maxLength: 4 }), indentation, lineEnd)
	.map(
		([items, indent, end]) => end + items.map(([item, behind]) => `${indent}- ${item}${behind}`).join(end),
	);
const value = fc.oneof(
	scalar.map((text) => ` ${text}`),
	flow.map((text) => ` ${text}`),
	block,
	fc.constantFrom(
		"",
		" |\n  text",
		" >-\n  a\n  b",
		"\n  below",
		" &a x",
		" *a",
		" {a: b}",
		" a\n  b",
		"\tx",
		' "a\n  b"',

		" - a",
	),
);
const pair = fc.tuple(name, value, comment, lineEnd).map((parts) => `${parts[0]}:${parts.slice(1).join("")}`);
const file = fc
	.tuple(
		fc.constantFrom("", "", "", "---\n", "# head\n", "\ufeff"),
		fc.array(pair, { maxLength: 5 }),
		fc.constantFrom("", "", "", "", "", "", "", "...\n", "---\n", "---\na: b\n"),
	)
	.map(([head, pairs, tail]) => head + pairs.join("") + tail);

const spoiler = fc.constantFrom(
	..."[]{}:,-?&*!|>'\"%@`#\t \n\r\\~<",
	"\u0085",
	"\u2028",
	"\ufeff",
	"\0",
	"\u0007",
	"- ",
	": ",
	"\n- ",
	"\n\t",
	"<<: ",
);
const spoiled = fc
	.tuple(
		file,
		fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), spoiler, fc.nat(2)), { maxLength: 2 }),
	)
	.map(([text, spoilers]) =>
		spoilers.reduce((now, [where, mark, cut]) => {
			const at = Math.floor(where * now.length);
			return now.slice(0, at) + mark + now.slice(at + cut);
		}, text),
	);

/** One to three files, in the order in which K3s reads them. */
export const configTexts = fc.array(
	fc.oneof({ weight: 5, arbitrary: file }, { weight: 1, arbitrary: spoiled }),
	{ minLength: 1, maxLength: 3 },
);
