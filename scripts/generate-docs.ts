// Writes the pages below docs/ that are made from the code. `--check` writes nothing and exits 1 when
// a page differs from what the code says, or one is there that the code knows nothing of.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { createProgram } from "../packages/cli/src/program.ts";
import { type ErrorCode, endingOf, errorCodes, explanations } from "../packages/core/src/index.ts";
import { jsonSchemas } from "../packages/core/src/schemas/json-schemas.ts";
import { apiReference } from "./api-reference.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Path below the repository → text. */
function pages(): Map<string, string> {
	const all = new Map<string, string>();
	for (const [name, schema] of Object.entries(jsonSchemas())) {
		all.set(`docs/reference/${name}.schema.json`, `${JSON.stringify(schema, null, "\t")}\n`);
	}
	for (const code of Object.keys(errorCodes) as ErrorCode[])
		all.set(`docs/checks/${code}.md`, checkPage(code));
	all.set("docs/reference/cli.md", commandPage());
	return all;
}

/** Folders in which every page is made here, so that one left over is a mistake. */
const ownFolders = ["docs/checks"];

function checkPage(code: ErrorCode): string {
	const { title, explanation, sources = [] } = explanations[code];
	const { hint } = errorCodes[code];
	const from = sources.length === 0 ? "" : `\nSources: ${sources.join("; ")}.\n`;
	return `# ${code}: ${title}\n\n${explanation}\n\n**What to do:** ${hint}\n${from}\n${endingOf(code)} In the terminal: \`localdns explain ${code}\`.\n`;
}

function commandPage(): string {
	const intro = `# Commands\n\nEach command as \`--help\` shows it. JSON output follows the schemas beside this page.\n\n${exitCodes}`;
	return `${[intro, ...helpOf(createProgram(() => {}) as unknown as Command, "localdns")].join("\n")}`;
}

const exitCodes = `## Exit codes

| code | meaning |
|---|---|
| 0 | yes, done |
| 1 | the answer is no: a threshold is broken (\`--fail-on\`) |
| 2 | usage or configuration; nothing was started |
| 3 | could not find out; nothing changed (a run that is not valid ends so) |
| 4 | a change failed; everything is as before |
| 5 | a change failed and needs a hand; the command that goes on is printed |
| 130 | interrupted, and cleaned up |
`;

function helpOf(command: Command, name: string): string[] {
	command.configureHelp({ helpWidth: 100 });
	let text = "";
	command.configureOutput({ writeOut: (part) => (text += part) });
	command.outputHelp();
	return [
		`## ${name}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`,
		...command
			.createHelp()
			.visibleCommands(command)
			.flatMap((each) => helpOf(each, `${name} ${each.name()}`)),
	];
}

function stored(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
}

const checkOnly = process.argv.includes("--check");
const wanted = pages();
const api = await apiReference();
if (api.ok) {
	for (const [name, text] of api.pages) wanted.set(`docs/reference/api/${name}`, text);
	ownFolders.push("docs/reference/api");
} else {
	console.error(`the API reference cannot be made:\n${api.problems.join("\n")}`);
	process.exitCode = 1;
}
const leftOver = ownFolders
	.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
	.filter((path) => !wanted.has(path));
for (const path of leftOver) {
	if (checkOnly) console.error(`${path} belongs to nothing in the code; run: npm run docs`);
	else rmSync(join(root, path));
}
const differing = [...wanted].filter(([path, text]) => stored(join(root, path)) !== text);
for (const [path, text] of differing) {
	if (checkOnly) {
		console.error(`${path} is not what the code says; run: npm run docs`);
		continue;
	}
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
	console.log(`wrote ${path}`);
}
if (checkOnly && differing.length + leftOver.length > 0) process.exitCode = 1;
