import type { BenchReport, WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { hasSamples, type StoredRun } from "../stored-run.ts";
import { armTable } from "./arm-table.ts";
import { forestFigure } from "./forest-figure.ts";
import { judgement } from "./judgement.ts";
import { sampleFigures } from "./sample-figures.ts";

/** Everything about one workload: figures per arm, verdicts, plots. */
export function workloadSection(run: BenchReport | StoredRun, workload: WorkloadResult, t: Language): Markup {
	const { title, about } = t.workload[workload.name];
	const facts = [
		t.page.rate(workload.rate),
		t.page.exchanges(workload.exchangesPerResolution.toFixed(1)),
		...workload.mix.map(
			({ form, share, exchanges }) => `${Math.round(share * 100)}% ${form} (${Number(exchanges.toFixed(1))})`,
		),
	];
	return markup`<section id="${workload.name}"><h2>${title}</h2><p class="lead-in">${about}</p><p class="facts">${facts.join(" · ")}</p>${armTable(run, workload, t)}${judgement(run, workload, t)}<div class="figures">${
		hasSamples(run)
			? sampleFigures(run, workload, t)
			: markup`<p class="lead-in">${t.page.noSamples("--out")}</p>`
	}${forestFigure(run, workload, t)}</div></section>`;
}
