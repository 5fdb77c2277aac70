import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import {
	Application,
	IntrinsicType,
	LogLevel,
	type ProjectReflection,
	ReferenceType,
	ReflectionKind,
	type TypeDocOptions,
} from "typedoc";

const core = fileURLToPath(new URL("../packages/core", import.meta.url));

type ApiReference = { ok: true; pages: Map<string, string> } | { ok: false; problems: string[] };

/**
 * The API reference of `@localdns/core`: one page for each subpath of its package.json, made from the docstrings.
 * No line numbers and no paths, so that a page changes only when the interface does.
 *
 * @returns file name → text, or the exports without a docstring and the links in docstrings that lead nowhere
 */
export async function apiReference(): Promise<ApiReference> {
	const problems: string[] = [];
	const app = await Application.bootstrapWithPlugins(options(subpaths()));
	app.logger.log = (message: string, level: LogLevel) => {
		if (level >= LogLevel.Warn) problems.push(stripVTControlCharacters(message));
	};
	const project = await app.convert();
	if (project !== undefined) app.validate(project);
	if (project === undefined || problems.length > 0) return { ok: false, problems };
	shortenVariables(project);
	const folder = mkdtempSync(join(tmpdir(), "localdns-api-"));
	try {
		await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
		const pageOf = (name: string) => [name, tidy(name, readFileSync(join(folder, name), "utf8"))] as const;
		return { ok: true, pages: new Map(readdirSync(folder).map(pageOf)) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Entry files of the package. */
function subpaths(): string[] {
	const manifest = JSON.parse(readFileSync(join(core, "package.json"), "utf8")) as {
		exports: Record<string, string>;
	};
	return Object.values(manifest.exports).map((file) => join(core, file));
}

/** Options of typedoc and of its Markdown plugin; its own types do not know the latter. */
function options(entryPoints: string[]): TypeDocOptions {
	const typedoc: TypeDocOptions = {
		name: "@localdns/core",
		entryPoints,
		tsconfig: join(core, "tsconfig.build.json"),
		plugin: ["typedoc-plugin-markdown"],
		readme: "none",
		// `npm run types` has checked them.
		skipErrorChecking: true,
		disableSources: true,
		disableGit: true,
		excludeExternals: true,
		sort: ["kind", "alphabetical"],
		requiredToBeDocumented: ["Function", "Variable", "Class", "Interface", "TypeAlias"],
		validation: { notDocumented: true, notExported: false, invalidLink: true, invalidPath: true },
		logLevel: "Warn",
	};
	const markdown = {
		outputFileStrategy: "modules",
		hidePageHeader: true,
		hideBreadcrumbs: true,
		parametersFormat: "table",
		interfacePropertiesFormat: "table",
		typeAliasPropertiesFormat: "table",
		classPropertiesFormat: "table",
	};
	return { ...typedoc, ...markdown };
}

/** A schema or a table written out as a type tells nobody anything: its docstring says what it is. */
function shortenVariables(project: ProjectReflection): void {
	for (const variable of project.getReflectionsByKind(ReflectionKind.Variable)) {
		if (!variable.isDeclaration()) continue;
		const { type } = variable;
		if (type?.type === "reflection") variable.type = new IntrinsicType("object");
		if (type instanceof ReferenceType && type.package === "zod") delete type.typeArguments;
	}
}

/** Pages are called what a program writes to import them. Anchors of single fields only make tables hard to read. */
function tidy(file: string, text: string): string {
	const called = (name: string): string => (name === "index" ? "@localdns/core" : `@localdns/core/${name}`);
	const withTitle =
		file === "README.md"
			? text.replaceAll(
					/\[([\w-]+)\]\(([\w-]+\.md)\)/g,
					(_, name: string, to: string) => `[${called(name)}](${to})`,
				)
			: text.replace(/^# ([\w-]+)$/m, (_, name: string) => `# ${called(name)}`);
	return withTitle
		.replaceAll(/<a id="property-[^"]*"><\/a> /g, "")
		.replaceAll(/\[(`\w+`)\]\([\w.-]*#property-[^)]*\)/g, "$1")
		.replaceAll(everyCode, `[\`ErrorCode\`](${file === "index.md" ? "" : "index.md"}#errorcode)`);
}

/** typedoc writes the alias `ErrorCode` out wherever it is used; each new code would change every page. */
const everyCode = /(?:`"LDNS\d+"` \\\| ){10,}`"LDNS\d+"`/g;
