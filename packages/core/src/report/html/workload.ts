import type { BenchReport, WorkloadResult } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { hasSamples, type StoredRun } from "../stored-run.ts";
import { workloadWords } from "../wording.ts";
import { armTable } from "./arm-table.ts";
import { forestFigure } from "./forest-figure.ts";
import { judgement } from "./judgement.ts";
import { sampleFigures } from "./sample-figures.ts";

/** Everything about one workload: figures per arm, verdicts, plots. */
export function workloadSection(run: BenchReport | StoredRun, workload: WorkloadResult): Markup {
	const { title, about } = workloadWords[workload.name];
	const facts = [
		`${workload.rate} resolutions a second per arm`,
		`${workload.exchangesPerResolution.toFixed(1)} DNS exchanges each`,
		...workload.mix.map(
			({ form, share, exchanges }) => `${Math.round(share * 100)}% ${form} (${Number(exchanges.toFixed(1))})`,
		),
	];
	return markup`<section id="${workload.name}"><h2>${title}</h2><p class="lead-in">${about}</p><p class="facts">${facts.join(" · ")}</p>${armTable(run, workload)}${judgement(run, workload)}<div class="figures">${
		hasSamples(run)
			? sampleFigures(run, workload)
			: markup`<p class="lead-in">Plots of single resolutions need the samples, which this file does not hold; the run file of <code>--out</code> does.</p>`
	}${forestFigure(run, workload)}</div></section>`;
}
