// Reads a run file and shows it, as `bench report` does: `node bench/large-run-report.ts FILE`.
import { openRun } from "../packages/cli/src/run-file.ts";
import { renderHtml } from "../packages/core/src/report/html/page.ts";
import { steps, timed } from "./large-run-steps.ts";

const { run } = await timed("read", () => openRun(process.argv[2] ?? "run.json.gz"));
await timed("show", () => renderHtml(run));
process.stdout.write(`${JSON.stringify({ steps, headline: run.headline })}\n`);
