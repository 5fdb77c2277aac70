import { LocaldnsError } from "@localdns/core";
import type { Engine, Environment } from "@localdns/core/corefile";
import type { Finding } from "@localdns/core/lint";
import { exitCode } from "../exit-code.ts";
import type { LintedFile } from "../linted-file.ts";
import { lintReport } from "../presentation/lint-report.ts";
import { lintLines, lintSummary } from "../presentation/lint-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { lintFile, writeFixed } from "../use-cases/lint-file.ts";

interface LintCommandOptions {
	readonly engine?: Engine;
	readonly engineVersion?: string;
	readonly mtu?: number;
	readonly env?: readonly string[];
	readonly fix?: true;
	readonly failOn: "error" | "warning" | "info" | "never";
	readonly output: "table" | "short" | "json";
	readonly color: ColorChoice;
}

/** Judges files one by one; with `fix` it changes them, once all could be read. */
export async function lint(named: readonly string[], options: LintCommandOptions): Promise<number> {
	const { engine, engineVersion: version, mtu, env, fix = false, output } = options;
	const toStdout = fix && named.includes("-");
	checkStdin(named, toStdout, output);
	const files = [...new Set(named)];
	const environment = readEnvironment(env);
	const linted: LintedFile[] = [];
	for (const file of files) {
		linted.push(
			await lintFile(file, {
				fix,
				...(engine === undefined ? {} : { engine }),
				...(version === undefined ? {} : { engineVersion: version }),
				...(environment === undefined ? {} : { environment }),
				...(mtu === undefined ? {} : { mtu }),
			}),
		);
	}
	for (const each of linted) if (each.fixed.length > 0 && each.file !== "-") writeFixed(each);
	if (output === "json") process.stdout.write(lintReport(linted));
	else {
		// Standard output belongs to the fixed text.
		const stream = toStdout ? process.stderr : process.stdout;
		const style = createStyle(colorFor(options.color, stream));
		stream.write(lintLines(linted, style, { full: output === "table", excerpts: stream.isTTY }));
		if (toStdout) process.stdout.write(linted.find(({ file }) => file === "-")?.text ?? "");
		process.stderr.write(lintSummary(linted, createStyle(colorFor(options.color, process.stderr))));
	}
	return linted.some(({ findings }) => isMet(options.failOn, findings)) ? exitCode.no : exitCode.done;
}

const rank = { error: 0, warning: 1, info: 2, never: -1 } as const;

const isMet = (failOn: LintCommandOptions["failOn"], findings: readonly Finding[]): boolean =>
	findings.some(({ severity }) => rank[severity] <= rank[failOn]);

function checkStdin(files: readonly string[], toStdout: boolean, output: string): void {
	const refuse = (what: string) =>
		new LocaldnsError("LDNS101", `lint: ${what}`, { hint: "localdns lint --help" });
	if (files.filter((file) => file === "-").length > 1) throw refuse("the standard input can be read once");
	if (toStdout && output === "json") {
		throw refuse("--fix prints the standard input as fixed, so -o json has no place beside it");
	}
}

/** @throws LocaldnsError LDNS101 */
function readEnvironment(pairs: readonly string[] | undefined): Environment | undefined {
	if (pairs === undefined) return undefined;
	const values = new Map<string, string>();
	for (const pair of pairs) {
		const at = pair.indexOf("=");
		if (at < 1) {
			throw new LocaldnsError(
				"LDNS101",
				`lint: --env: read ${JSON.stringify(pair)}; NAME=VALUE is expected`,
				{
					hint: "localdns lint --env NODE_IP=192.0.2.7 Corefile",
				},
			);
		}
		values.set(pair.slice(0, at), pair.slice(at + 1));
	}
	return (name) => values.get(name);
}
