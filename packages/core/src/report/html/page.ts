import type { BenchReport } from "../bench-report.ts";
import { english, type Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import type { StoredRun } from "../stored-run.ts";
import { clusterTables } from "./cluster-tables.ts";
import { method } from "./method.ts";
import { nodeMatrix } from "./node-matrix.ts";
import { setting } from "./setting.ts";
import { pageStyle } from "./style.ts";
import { summary } from "./summary.ts";
import { workloadSection } from "./workload.ts";

/**
 * A run as one page: no script, nothing loaded from elsewhere, light and dark. Without samples the plots
 * of single resolutions are replaced by a sentence that says so. However many nodes there are, the page shows the worst
 * ones and tells the others as sums.
 */
export function renderHtml(run: BenchReport | StoredRun, t: Language = english): string {
	return pageOf(
		t,
		`localdns bench ${run.run.id}`,
		markup`${summary(run, t)}
${nodeMatrix(run, t)}
${clusterTables(run, t)}
${run.workloads.map((workload) => workloadSection(run, workload, t))}
${setting(run, t)}
${method(run, t)}
<footer>localdns ${run.toolVersion} · ${t.page.run(run.run.id)} · ${t.short.seed(run.run.seed)} · ${run.run.startedAt}</footer>`,
	);
}

/** The frame of every page. */
export function pageOf(t: Language, title: string, content: Markup): string {
	const page = markup`<html lang="${t.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
	return `<!doctype html>\n${page.text}`;
}
