import type { BenchRun, WorkloadResult } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { countedSamples } from "../plot-samples.ts";
import { lanesOf } from "../svg/lanes.ts";
import { distributionFigures } from "./distribution-figures.ts";
import { lanesFigures } from "./lanes-figures.ts";
import { waterfallFigure } from "./waterfall-figure.ts";

/** The plots that need single resolutions. */
export function sampleFigures(run: BenchRun, workload: WorkloadResult): Markup {
	const samples = countedSamples(run, workload.name);
	if (samples.length === 0)
		return markup`<p class="lead-in">No resolution of this workload was measured.</p>`;
	return markup`${distributionFigures(run, samples)}${lanesFigures(run, workload.name, lanesOf(samples, run.run))}${waterfallFigure(run, samples)}`;
}
