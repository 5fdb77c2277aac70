// Collects, judges, writes and shows a made-up run of a large cluster, and says what each step cost: a process of its own, so
// that the peak memory is its own. `node bench/large-run-child.ts NODES PAIRS FOLDER`; the run is left in FOLDER.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeRunFile } from "../packages/cli/src/run-file.ts";
import { openSpool } from "../packages/cli/src/spool.ts";
import { analyseRun } from "../packages/core/src/measure/analyse.ts";
import { judgeNodes } from "../packages/core/src/measure/fitness.ts";
import { judgeSample } from "../packages/core/src/measure/judge.ts";
import type { MeasuredRun } from "../packages/core/src/measure/measured-run.ts";
import type { Sample } from "../packages/core/src/measure/sample.ts";
import { SampleTableBuilder } from "../packages/core/src/measure/sample-table.ts";
import { renderHtml } from "../packages/core/src/report/html/page.ts";
import type { StoredRun } from "../packages/core/src/report/stored-run.ts";
import { largeRunChunks, search, truth } from "./large-run-samples.ts";
import { steps, timed } from "./large-run-steps.ts";

const [nodeCount = 1000, pairs = 900] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? ".";
const nodes = Array.from({ length: nodeCount }, (_, index) => `node-${String(index).padStart(4, "0")}`);
const arms = ["direct", "cache"] as const;
const durationMs = 900_000;
const [deadlineMs, gapMs] = [5000, 50];

const spool = await openSpool();
let resolutions = 0;
await timed("collect", async () => {
	for (const chunk of largeRunChunks({ nodes, arms, pairs, durationMs })) {
		resolutions += chunk.length;
		await spool.add(chunk);
	}
});
async function* judged(): AsyncGenerator<Sample> {
	for await (const sample of spool.samples()) yield judgeSample(sample, truth, deadlineMs);
}
const asked = { search, ndots: 5, stubProfile: "glibc" as const };
const table = await timed("judge", async () => {
	const builder = new SampleTableBuilder({ nodes, arms, truth, deadlineMs, ...asked });
	for await (const sample of judged()) builder.add(sample);
	return builder.finish();
});
const floorSamplesMs = nodes.flatMap(() => Array.from({ length: 100 }, (_, i) => 0.2 + i / 1000));
const analysis = await timed("analyse", () => {
	const fitness = judgeNodes(table, new Map(), { gapMs });
	const measured: MeasuredRun = {
		...{ table, truth, arms, durationMs, deadlineMs, gapMs, ...asked, floorSamplesMs },
		nodes: nodes.map((node) => ({ node, link: "over the link" })),
		workloads: [
			{ workload: "hot", rate: pairs / 900 },
			{ workload: "cold", rate: pairs / 900 },
		],
		...{ crossingArm: null, seed: 7, link: null, planned: resolutions, stray: 0, interrupted: false },
		judgedNodes: {
			planned: nodes.length,
			void: new Map(fitness.flatMap(({ node, void: why }) => (why === undefined ? [] : [[node, why]]))),
		},
	};
	return analyseRun(measured);
});
const run: StoredRun = {
	apiVersion: "localdns.dev/v1alpha1",
	kind: "BenchReport",
	toolVersion: "0.0.0-bench",
	run: {
		...{
			id: "7f3c",
			seed: 7,
			startedAt: "2026-01-01T00:00:00.000Z",
			durationMs,
			warmupMs: 10_000,
			deadlineMs,
		},
		...{ ...asked, nodes, arms: [...arms], host: "made up" },
		armInfo: arms.map((arm) => ({ arm, engine: arm === "direct" ? "none" : "node-cache" })),
	},
	...{ link: null, changes: [], interrupted: false, ...analysis, truth, floorSamplesMs, table },
};
await timed("write", () => writeRunFile(join(folder, "run.json.gz"), run, judged()));
await spool.close();
const page = await timed("page", () => renderHtml(run));
writeFileSync(join(folder, "run.html"), page);
process.stdout.write(
	`${JSON.stringify({ resolutions, steps, pageMiB: Buffer.byteLength(page) / 2 ** 20, headline: run.headline })}\n`,
);
