// What the probe costs in its normal use: one resolution per second and arm, two arms, the bundle as a process.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ProbePlan, ProbeSummary } from "@localdns/core/measure";
import { buildProbeBundle } from "../scripts/build-bundle.ts";
import { startCoreDns } from "../test/servers/coredns.ts";

export interface PacedCost {
	seconds: number;
	/** CPU time of the process with its start-up, as a share of one core; asked for: less than 0.01. */
	coreShare: number;
	/** Asked for: less than 64 MiB. */
	maxRssBytes: number;
	floorP50Ms: number;
}

const run = promisify(execFile);

export async function measurePacedCost(seconds = 20): Promise<PacedCost> {
	const folder = mkdtempSync(join(tmpdir(), "localdns-paced-"));
	const probe = join(folder, "probe.mjs");
	await buildProbeBundle(probe);
	const dns = await startCoreDns();
	const arms = ["direct", "resilient"];
	const plan: ProbePlan = {
		kind: "ProbePlan",
		node: "here",
		seed: 7,
		startAtMs: Date.now() + 200,
		warmupMs: 0,
		durationMs: seconds * 1000,
		gapMs: 50,
		deadlineMs: 5000,
		stubProfile: "glibc",
		allArms: arms,
		arms: arms.map((arm) => ({ arm, nameservers: [dns.address] })),
		workloads: [
			{ workload: "hot", rate: 1, names: { "*": [{ name: "web", form: "svc", expect: "address" }] } },
		],
	};
	writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
	writeFileSync(
		join(folder, "resolv.conf"),
		"search shop.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n",
	);
	try {
		const flags = [probe, "--plan", join(folder, "plan.json"), "--resolv-conf", join(folder, "resolv.conf")];
		const { stdout } = await run(process.execPath, flags, { maxBuffer: 1 << 26 });
		const summary = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as ProbeSummary;
		const floors = [...summary.floorMs].sort((a, b) => a - b);
		return {
			seconds,
			coreShare: summary.cpuSeconds / seconds,
			maxRssBytes: summary.maxRssBytes,
			floorP50Ms: floors[floors.length >> 1] ?? Number.NaN,
		};
	} finally {
		await dns.close();
		rmSync(folder, { recursive: true });
	}
}
