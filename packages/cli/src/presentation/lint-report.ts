import type { EngineVersion, Finding } from "@localdns/core/corefile";
import type { LintedFile } from "../use-cases/lint-file.ts";
import { toolVersion } from "../version.ts";

/** A finding without the edits that would make its fix. */
const shown = ({ edits, ...finding }: Finding) => ({ ...finding, fixable: edits !== undefined });

/** The LintReport of all files, with a newline at its end. */
export function lintReport(
	files: readonly LintedFile[],
	{ engine, version, coreDns }: EngineVersion,
): string {
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "LintReport",
		toolVersion,
		engine: { name: engine, version, coreDns },
		files: files.map(({ file }) => file),
		findings: files.flatMap(({ findings }) => findings.map(shown)),
		fixed: files.flatMap(({ fixed }) => fixed.map(shown)),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
