// Writes the pages below docs/ that are made from the code. `--check` writes nothing and exits 1 when
// a page differs from what the code says.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonSchemas } from "../packages/core/src/report/json-schema.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Path below the repository → text. */
function pages(): Map<string, string> {
	const all = new Map<string, string>();
	for (const [name, schema] of Object.entries(jsonSchemas())) {
		all.set(`docs/reference/${name}.schema.json`, `${JSON.stringify(schema, null, "\t")}\n`);
	}
	return all;
}

function stored(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
}

const checkOnly = process.argv.includes("--check");
const differing = [...pages()].filter(([path, text]) => stored(join(root, path)) !== text);
for (const [path, text] of differing) {
	if (checkOnly) {
		console.error(`${path} is not what the code says; run: pnpm docs`);
		continue;
	}
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
	console.log(`wrote ${path}`);
}
if (checkOnly && differing.length > 0) process.exitCode = 1;
