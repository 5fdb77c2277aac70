// `npm run bench`: every speed that the project states, each as a ratio against a named peer or beside what is
// allowed, all in one run on one machine. It judges nothing and always ends with 0.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Bench } from "tinybench";
import { addStatisticsTasks } from "../packages/core/bench/statistics.ts";
import { measureDnsperfRatios } from "../packages/probe-image/bench/dnsperf-ratio.ts";
import { addMessageTasks } from "../packages/probe-image/bench/message-tasks.ts";
import { measurePacedCost } from "../packages/probe-image/bench/paced-cost.ts";
import { bundleSize } from "./bundle-size.ts";
import { corefileRatios } from "./corefile.ts";
import { installPlanTimes } from "./install-plan.ts";
import { largeClusterRatios } from "./large-cluster-ratios.ts";
import { largeRunRatios } from "./large-run.ts";
import { renderRatios } from "./render.ts";
import { startupRatios } from "./startup.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** "", "/corefile" and so on. */
const coreSubpaths = (): string[] => {
	const manifest = JSON.parse(readFileSync(path("../packages/core/package.json"), "utf8")) as {
		exports: object;
	};
	return Object.keys(manifest.exports).map((name) => name.slice(1));
};
const title = (text: string): void => console.log(`\n${text}`);

title("Start-up, whole processes in turn");
for (const line of startupRatios(15)) console.log(`  ${line}`);

title("Corefiles");
for (const line of await corefileRatios()) console.log(`  ${line}`);

title("Rendering all manifests, whole processes in turn");
for (const line of renderRatios(15)) console.log(`  ${line}`);

title("The plan of an install on a large cluster");
for (const line of installPlanTimes()) console.log(`  ${line}`);

title("doctor, status and diff on a large cluster, beside kubectl");
for (const line of largeClusterRatios()) console.log(`  ${line}`);

title("A run of a large cluster");
for (const line of await largeRunRatios()) console.log(`  ${line}`);

title("What a browser is sent, dependencies included");
for (const subpath of coreSubpaths()) {
	const { minified, gzipped } = await bundleSize(
		`export * from "@localdns/core${subpath}";`,
		path("../examples"),
	);
	const allowed = subpath === "/corefile" ? " (allowed 60)" : "";
	console.log(
		`  @localdns/core${subpath}: ${(minified / 1000).toFixed(1)} kB minified${allowed}, ${(gzipped / 1000).toFixed(1)} kB gzipped`,
	);
}

title("Probe beside dnsperf, same CoreDNS, same number in flight");
for (const { inFlight, dnsperf, probe, rateRatio, latencyRatio } of await measureDnsperfRatios()) {
	const latency = `p50 ${probe.p50Ms.toFixed(3)} ms, ${latencyRatio.toFixed(2)} × dnsperf's mean ${dnsperf.meanMs.toFixed(3)} ms`;
	const rate = `${probe.perSecond.toFixed(0)}/s, ${rateRatio.toFixed(2)} × dnsperf's ${dnsperf.perSecond.toFixed(0)}/s`;
	// With one in flight dnsperf pauses between queries of its own accord: its rate says nothing there.
	console.log(
		inFlight === 1
			? `    1 in flight: ${latency} (asked for at most 1.10)`
			: `  ${String(inFlight).padStart(3)} in flight: ${rate} (asked for 0.9); ${latency}`,
	);
}

title("Probe at 1 resolution/s/arm, two arms");
const cost = await measurePacedCost();
console.log(
	`  ${(100 * cost.coreShare).toFixed(2)} % of a core (allowed 1 %), ${(cost.maxRssBytes / 2 ** 20).toFixed(0)} MiB (allowed 64)`,
);

title("Analysis of 14,400 resolutions per workload");
const analysis = JSON.parse(
	execFileSync(process.execPath, [path("./analysis-child.ts")], { encoding: "utf8" }),
) as {
	seconds: number;
	resolutions: number;
	workloads: number;
	peakMiB: number;
	inputMiB: number;
};
console.log(
	`  ${analysis.resolutions} resolutions in ${analysis.workloads} workloads: ${(analysis.seconds / analysis.workloads).toFixed(2)} s per workload (allowed 3), peak ${analysis.peakMiB.toFixed(0)} MiB of which ${analysis.inputMiB.toFixed(0)} MiB hold the input (allowed 300)`,
);

title("Micro-benchmarks (tinybench)");
const micro = new Bench({ time: 300 });
addMessageTasks(micro);
addStatisticsTasks(micro);
await micro.run();
console.table(micro.table());

if (!process.argv.includes("--no-lab")) {
	title("A quick run of the lab, set-up and tear-down included");
	const began = performance.now();
	const { status } = spawnSync(
		process.execPath,
		[path("../packages/cli/bin/localdns.mjs"), "bench", "--lab", "--quick", "--quiet", "-o", "short"],
		{
			stdio: ["ignore", "inherit", "inherit"],
		},
	);
	console.log(
		`  ${((performance.now() - began) / 1000).toFixed(1)} s for 45 s measured (allowed 75), exit code ${status}`,
	);
}
