// Counts and judges a run on a thousand nodes that asks twenty times a second on each for a minute.
import { checkRun } from "../../src/health/check.ts";
import { emptyHistory } from "../../src/health/history.ts";
import { RunCounter } from "../../src/health/run-counts.ts";
import { createRandom } from "../../src/measure/random.ts";
import { durationMs, runNumber, sample, settings, slo } from "./sample-check.ts";

const nodes = Array.from({ length: 1000 }, (_, i) => `node-${i}.region.example.org`);
const [chunks, perChunk] = [12, 100];
const random = createRandom(7);
const counter = new RunCounter();
for (let chunk = 0; chunk < chunks; chunk++)
	for (const node of nodes)
		counter.take(
			node,
			Array.from({ length: perChunk }, (_, i) =>
				sample(
					((chunk * perChunk + i + random.next()) * durationMs) / (chunks * perChunk),
					random.next() < 0.001 ? null : 5 + 30 * random.next(),
				),
			),
		);
const counts = counter.counts(nodes, slo, durationMs);
let history = emptyHistory;
for (let run = 0; run < 3; run++) history = checkRun(counts, runNumber(run), history, settings).history;
const { resolutions, verdict } = history.runs.at(-1) as (typeof history.runs)[number];
process.stdout.write(JSON.stringify({ resolutions, verdict, nodes: Object.keys(history.nodes).length }));
