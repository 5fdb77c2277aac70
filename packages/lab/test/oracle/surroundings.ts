import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CorefileOracle } from "../../src/oracle/index.ts";
import type { Surroundings } from "./agreement.ts";

const fixtures = fileURLToPath(new URL("../fixtures/corefiles", import.meta.url));

/** Set for every Corefile of the corpus and the generator; GONE is not. */
const environment = {
	A: "a.example",
	BRACE: "{",
	CLOSE: "}",
	EMPTY: "",
	COMMA: "b.example,",
	IMPORT: "import",
	LINES: "x\ny",
	NESTED: "{%A%}",
	HALF: "{$",
	SNIP: "snip",
	SPACED: "a b",
	LOG: "log",
	DOLLAR: "$A}",
};

export const variableNames: readonly string[] = [...Object.keys(environment), "GONE", "A B", ""];

export const importNames: readonly string[] = [
	"snip",
	"a",
	"b",
	"{$SNIP}",
	"{$EMPTY}",
	"sub/one.conf",
	"sub/*.conf",
	"sub/?wo.conf",
	"sub/none*.conf",
	"missing.conf",
	"missing]",
	"sub",
	"sub/",
	"./sub/../sub/one.conf",
	"keys.conf",
	"nested.conf",
	"*.conf",
	"*/one.conf",
	"*/*",
	"[ab].conf",
	"broken.conf",
	"empty.conf",
	'"with space.conf"',
	"a b",
	"one\\",
	"sub/*\\",
	"gone/*\\",
	"sub/*[",
	"su*/one.conf",
	"sub/one.conf/",
	"*/../sub/one.conf",
	"su\\b/one.conf",
];

/** Every file in a folder and below: name from there → content. */
function filesBelow(folder: string): Record<string, Uint8Array> {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	return Object.fromEntries(
		files
			.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))] as const)
			.sort(),
	);
}

/** The hand-made Corefiles that CoreDNS accepts, or refuses. */
export const corpus = (verdict: "accepted" | "rejected"): Record<string, Uint8Array> =>
	filesBelow(join(fixtures, verdict));

/** A Corefile among the fixtures' imports. */
export async function surroundings(oracle: CorefileOracle): Promise<Surroundings> {
	const folder = join(fixtures, "imports");
	return {
		file: join(folder, "Corefile"),
		environment,
		imports: filesBelow(folder),
		directives: await oracle.directives(),
	};
}
