import type { WorkloadResult } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { countedRows, slowest } from "../plot-samples.ts";
import type { StoredRun } from "../stored-run.ts";
import { lanesOf } from "../svg/lanes.ts";
import { distributionFigures } from "./distribution-figures.ts";
import { lanesFigures } from "./lanes-figures.ts";
import { waterfallFigure } from "./waterfall-figure.ts";

/** The plots that need single resolutions. */
export function sampleFigures(run: StoredRun, workload: WorkloadResult): Markup {
	const { name } = workload;
	const pooled = countedRows(run, name, "pooled");
	if (pooled.rows.length === 0)
		return markup`<p class="lead-in">No resolution of this workload was measured.</p>`;
	const lanes = lanesOf(countedRows(run, name, "all"));
	return markup`${distributionFigures(run, pooled)}${lanesFigures(run, name, lanes)}${waterfallFigure(run, slowest(run, name))}`;
}
