import type { BenchReport } from "../bench-report.ts";
import { markup } from "../markup.ts";
import type { StoredRun } from "../stored-run.ts";
import { method } from "./method.ts";
import { setting } from "./setting.ts";
import { pageStyle } from "./style.ts";
import { summary } from "./summary.ts";
import { workloadSection } from "./workload.ts";

/**
 * A run as one page: no script, nothing loaded from elsewhere, light and dark. Without samples the plots
 * of single resolutions are replaced by a sentence that says so.
 */
export function renderHtml(run: BenchReport | StoredRun): string {
	const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>localdns bench ${run.run.id}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${summary(run)}
${run.workloads.map((workload) => workloadSection(run, workload))}
${setting(run)}
${method(run)}
<footer>localdns ${run.toolVersion} · run ${run.run.id} · seed ${run.run.seed} · ${run.run.startedAt}</footer>
</main>
</body>
</html>
`;
	return `<!doctype html>\n${page.text}`;
}
