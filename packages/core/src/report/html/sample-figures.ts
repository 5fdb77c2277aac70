import type { WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText } from "../number-text.ts";
import { countedRows, slowest } from "../plot-samples.ts";
import type { StoredRun } from "../stored-run.ts";
import { lanesOf } from "../svg/lanes.ts";
import { distributionFigures } from "./distribution-figures.ts";
import { lanesFigures } from "./lanes-figures.ts";
import { waterfallFigure } from "./waterfall-figure.ts";

const countedIn = ({ arms }: WorkloadResult): number =>
	arms.reduce((sum, { resolutions }) => sum + resolutions, 0);

/** The plots that need single resolutions. */
export function sampleFigures(run: StoredRun, workload: WorkloadResult, t: Language): Markup {
	const { name } = workload;
	const pooled = countedRows(run, name, "pooled");
	const [there, counted] = [pooled.rows.length, countedIn(workload)];
	const cutOff =
		there < counted
			? markup`<p class="lead-in">${t.page.cutOff(countText(there), countText(counted))}</p>`
			: undefined;
	if (there === 0) return cutOff ?? markup`<p class="lead-in">${t.page.noResolution}</p>`;
	const lanes = lanesOf(countedRows(run, name, "all"));
	return markup`${cutOff}${distributionFigures(run, pooled, t)}${lanesFigures(run, name, lanes, t)}${waterfallFigure(run, slowest(run, name), t)}`;
}
