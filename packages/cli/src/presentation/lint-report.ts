import type { Finding } from "@localdns/core/lint";
import type { LintedFile } from "../linted-file.ts";
import { toolVersion } from "../version.ts";

/** A finding without the edits that would make its fix. */
const shown = ({ edits, ...finding }: Finding) => ({ ...finding, fixable: edits !== undefined });

/** The LintReport of all files, with a newline at its end. */
export function lintReport(files: readonly LintedFile[]): string {
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "LintReport",
		toolVersion,
		files: files.map(({ file, target: { engine, version, coreDns } }) => ({
			file,
			engine,
			engineVersion: version,
			coreDns,
		})),
		findings: files.flatMap(({ findings }) => findings.map(shown)),
		fixed: files.flatMap(({ fixed }) => fixed.map(shown)),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
