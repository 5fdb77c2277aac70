// Lints Corefiles and prints what it finds as annotations of GitHub's workflow commands.
import { readFileSync } from "node:fs";
import { type Finding, lintCorefile } from "@localdns/core/lint";

const files = process.argv.slice(2);
const commands = { error: "error", warning: "warning", info: "notice" } as const;

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
const escapeText = (text: string): string =>
	text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeValue = (text: string): string => escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function annotation({ severity, file, line, column, code, message, fix }: Finding): string {
	const place = `file=${escapeValue(file)},line=${line},col=${column},title=${code}`;
	return `::${commands[severity]} ${place}::${escapeText(`${message}\n${fix}`)}`;
}

if (files.length === 0) {
	console.error("usage: node lint.ts COREFILE…");
	process.exitCode = 2;
} else {
	const findings = files.flatMap(
		(file) => lintCorefile(readFileSync(file, "utf8"), { file, engine: "coredns" }).findings,
	);
	for (const finding of findings) console.log(annotation(finding));
	const errors = findings.filter(({ severity }) => severity === "error").length;
	console.error(`${files.length} files, ${findings.length} findings, ${errors} errors`);
	process.exitCode = errors > 0 ? 1 : 0;
}
