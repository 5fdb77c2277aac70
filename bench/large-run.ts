import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Step } from "./large-run-steps.ts";

type Cost = Pick<Step, "seconds" | "cpuSeconds">;

interface Outcome {
	readonly resolutions: number;
	readonly steps: Record<"collect" | "judge" | "analyse" | "write" | "page", Step>;
	readonly pageMiB: number;
	readonly headline: string;
}

const said = ({ seconds, cpuSeconds }: Cost): string =>
	`${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU)`;

/** Counts the outcomes in a run file with jq, which parses each line as well: the least that any reader of it has to do. */
async function countWithJq(file: string): Promise<Cost | undefined> {
	if (spawnSync("jq", ["--version"]).status !== 0) return undefined;
	const pipeline = `zcat ${file} | tail -n +2 | sed 's/,$//; /^]}$/d' | jq -r .outcome | sort | uniq -c >/dev/null; times`;
	const began = performance.now();
	const child = spawn("bash", ["-c", pipeline], { stdio: ["ignore", "pipe", "inherit"] });
	let times = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		times += text;
	});
	await new Promise((resolve) => child.once("close", resolve));
	// The second line of `times` is what the children took: user, then system.
	const cpu = [...(times.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
	const cpuSeconds = cpu.reduce(
		(sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
		0,
	);
	return { seconds: (performance.now() - began) / 1000, cpuSeconds };
}

/** What a program of this folder prints as JSON. */
function run<T>(name: string, ...argv: string[]): T {
	const script = fileURLToPath(new URL(name, import.meta.url));
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], { encoding: "utf8" });
	if (status !== 0) throw new Error(`bench/${name} ended with ${status}: ${stderr}`);
	return JSON.parse(stdout) as T;
}

/** A run of 1,000 nodes × 900 pairs × two workloads, from the first chunk to the page, in about three minutes. */
export async function largeRunRatios(nodes = 1000, pairs = 900): Promise<string[]> {
	const folder = mkdtempSync(join(tmpdir(), "localdns-large-run-"));
	try {
		const { resolutions, steps, pageMiB, headline } = run<Outcome>(
			"large-run-child.ts",
			String(nodes),
			String(pairs),
			folder,
		);
		const file = join(folder, "run.json.gz");
		const again = run<Pick<Outcome, "headline"> & { steps: Record<"read" | "show", Step> }>(
			"large-run-report.ts",
			file,
		);
		if (again.headline !== headline) throw new Error("the run was not read back as it was written");
		const jq = await countWithJq(file);
		const analysis: Cost = {
			seconds: steps.judge.seconds + steps.analyse.seconds,
			cpuSeconds: steps.judge.cpuSeconds + steps.analyse.cpuSeconds,
		};
		const beside =
			jq === undefined
				? "jq is not there to compare with"
				: `jq that counts outcomes in the run file takes ${said(jq)}: ${(analysis.cpuSeconds / jq.cpuSeconds).toFixed(2)} × its CPU, ${(analysis.seconds / jq.seconds).toFixed(2)} × its time`;
		return [
			`${resolutions.toLocaleString("en")} resolutions of ${nodes} nodes: ${said(analysis)} from the spool to the verdicts (allowed 60 s), of which ${said(steps.judge)} to read and judge them`,
			beside,
			`memory ${steps.analyse.peakMiB.toFixed(0)} MiB at the verdicts, ${steps.page.peakMiB.toFixed(0)} MiB when file and page are written, ${again.steps.show.peakMiB.toFixed(0)} MiB in a report of the file (allowed 1,024)`,
			`made up and spooled in ${said(steps.collect)}; run file of ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB written in ${said(steps.write)}, read in ${said(again.steps.read)}`,
			`page of ${pageMiB.toFixed(2)} MiB in ${said(steps.page)} (allowed 3)`,
		];
	} finally {
		rmSync(folder, { recursive: true });
	}
}

if (import.meta.main) {
	const [nodes, pairs] = process.argv.slice(2).map(Number);
	for (const line of await largeRunRatios(nodes, pairs)) console.log(line);
}
