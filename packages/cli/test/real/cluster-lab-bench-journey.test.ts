import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workload } from "@localdns/core/measure";
import { type BenchComparison, type BenchReport, benchComparisonSchema } from "@localdns/core/report";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { openRun } from "../../src/run-file.ts";
import { againAsAdvised, hotComparisonOn, reportOf } from "./bench-reports.ts";
import { type Dump, differences, dumpObjects } from "./cluster-dump.ts";
import { type Ended, run } from "./localdns-process.ts";
import { type AskedOf, type PacketCapture, startCapture } from "./packet-capture.ts";

/** A measurement as its user makes it: before the cache is there, with the cache, and one held against the other. */
const nodes = ["far", "near"];
const [clusterDns, cache] = ["10.43.0.10", "169.254.20.10"];
/** Each way; a question and its answer both have to come through. */
const loss = 0.05;

const folder = mkdtempSync(join(tmpdir(), "localdns-bench-journey-"));
const [before, after] = [join(folder, "before.json"), join(folder, "after.json.gz")];
let cluster: DrivenCluster;
let untouched: Dump;
let withCache: BenchReport;
/** By node. */
const captured = new Map<string, ReadonlyMap<string, AskedOf>>();

const localdns = (...argv: string[]) => run([...argv, "--kubeconfig", join(folder, "kubeconfig")]);
const bench = (file: string, ...argv: string[]) =>
	localdns(
		...["bench", "--rate", "4", "--duration", "60s", "--seed", "7", "--out", file, "-o", "json"],
		...argv,
	);

/** @throws where it did not end well, or a node does not count */
function measured(ended: Ended): BenchReport {
	expect(ended.code, ended.stderr).toBe(0);
	const report = reportOf(ended);
	expect(report.validity).toMatchObject({ valid: true, reasons: [] });
	expect(report.measuredNodes?.map(({ node, state }) => [node, state])).toEqual(
		nodes.map((node) => [node, "measured"]),
	);
	return report;
}

/** UDP questions of a run file, the warm-up among them, by node and server. */
async function attemptsOf(file: string): Promise<Map<string, AskedOf>> {
	const all = new Map<string, AskedOf>();
	for await (const { node, attempts } of (await openRun(file)).samples()) {
		for (const { transport, server, rttMs } of attempts) {
			if (transport !== "udp") continue;
			const key = `${node} ${server}`;
			const asked = all.get(key) ?? { questions: 0, answered: 0 };
			asked.questions++;
			if (rttMs !== null && rttMs <= 5000) asked.answered++;
			all.set(key, asked);
		}
	}
	return all;
}

/** What `direct` asked for, as it was typed. */
async function namesOf(file: string, wanted: Workload): Promise<string[]> {
	const names = new Set<string>();
	for await (const { arm, workload, name } of (await openRun(file)).samples())
		if (arm === "direct" && workload === wanted) names.add(name);
	return [...names].toSorted();
}

beforeAll(async () => {
	await requireClusterLabHost();
	const link = parseLinkSpec(`rtt=20ms,loss=${100 * loss}%`);
	cluster = await openDrivenCluster({ nodes: nodes.length, link, seed: 29 }, folder);
	const dns = ["pods", "-l", "k8s-app=kube-dns", "--timeout=60s"];
	await cluster.kubectl(["-n", "kube-system", "wait", "--for=condition=Ready", ...dns]);
	untouched = await dumpObjects(cluster);
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

describe("a cluster that is measured before the cache and with it", () => {
	it("is measured as it is", async () => {
		const report = measured(await againAsAdvised(() => bench(before, "--arms", "direct")));
		expect(report).toMatchObject({ run: { arms: ["direct"] }, cluster: { cache: null }, verdict: null });
		expect(differences(untouched, await dumpObjects(cluster))).toEqual([]);
	}, 400_000);

	it("gets the cache, and is measured again while the packets of its nodes are captured", async () => {
		const { code, stderr } = await localdns("install", "--stage-only", "--yes");
		expect(code, stderr).toBe(0);
		const ended = await againAsAdvised(async () => {
			const captures = new Map<string, PacketCapture>();
			for (const node of nodes) captures.set(node, await startCapture(cluster, node, folder));
			const measurement = await bench(after);
			for (const [node, capture] of captures) captured.set(node, await capture.stop());
			return measurement;
		});
		withCache = measured(ended);
		process.stdout.write(`${withCache.headline}\n`);
		expect(withCache.run.arms).toEqual(["direct", "cache"]);
		const far = hotComparisonOn(withCache, "far");
		expect(far?.verdict, far?.reason).toBe("better");
	}, 400_000);

	it("tells in its run file of the questions and answers that the captures hold", async () => {
		const told = await attemptsOf(after);
		for (const node of nodes) {
			for (const server of [clusterDns, cache]) {
				const [seen, own] = [captured.get(node)?.get(server), told.get(`${node} ${server}`)];
				const what = `${node} ${server}: captured ${JSON.stringify(seen)}, told ${JSON.stringify(own)}`;
				process.stdout.write(`${what}\n`);
				if (seen === undefined || own === undefined) throw new Error(what);
				// Hundreds, or agreement would mean little.
				expect(seen.questions, what).toBeGreaterThan(500);
				// An answer on its way while the stub goes on, or at the end of the run, is in one of them only.
				const spare = Math.max(1, seen.questions / 1000);
				expect(Math.abs(seen.questions - own.questions), what).toBeLessThanOrEqual(spare);
				const unanswered = ({ questions, answered }: AskedOf) => questions - answered;
				expect(Math.abs(unanswered(seen) - unanswered(own)), what).toBeLessThanOrEqual(spare);
			}
		}
	});

	it("lost, by the capture, what the link loses", () => {
		const { questions = 0, answered = 0 } = captured.get("far")?.get(clusterDns) ?? {};
		const lost = 1 - (1 - loss) ** 2;
		const deviation = (questions - answered) / questions - lost;
		expect(Math.abs(deviation) / Math.sqrt((lost * (1 - lost)) / questions)).toBeLessThan(4);
	});

	it("is asked for the same names by the control of both runs", async () => {
		for (const workload of ["hot", "external"] as const) {
			const names = await namesOf(before, workload);
			expect(names.length).toBeGreaterThan(0);
			expect(await namesOf(after, workload), workload).toEqual(names);
		}
	});

	it("is found better by comparing the runs, unless the control moved, as by the second run alone", async () => {
		const { code, stdout, stderr } = await run(["bench", "compare", before, after, "-o", "json"]);
		expect(code, stderr).toBe(0);
		const comparison = benchComparisonSchema.parse(JSON.parse(stdout)) as BenchComparison;
		process.stdout.write(`${comparison.headline}\n`);
		expect(comparison).toMatchObject({ comparable: true, reasons: [] });
		expect(comparison.leftOut).toBeUndefined();
		const { control, subjects } = comparison.workloads.find(({ name }) => name === "hot") ?? {};
		expect(control).toMatchObject({ before: { arm: "direct" }, after: { arm: "direct" } });
		const [subject] = subjects ?? [];
		expect(subject).toMatchObject({
			before: { arm: "direct" },
			after: { arm: "cache" },
			annotations: expect.arrayContaining(["unpaired"]),
			paired: { baseline: "direct", verdict: "better" },
		});
		// Both begin with direct, so what the change exceeds the control's by is the second run's own difference.
		expect(subject?.differenceInDifferences?.high).toBeLessThan(0);
		expect(subject?.paired?.failureRateDelta.high).toBeLessThan(0);
		// A control that stands still is taken for one that moved in some runs of a hundred, more on a busy machine;
		// blocks of time are too long for runs of a minute in fewer.
		const unsure = control?.moved === true ? control.finding : "independent blocks";
		const isUnsure = control?.moved === true || comparison.headline.includes(unsure);
		expect(comparison.verdict, comparison.headline).toBe(isUnsure ? "inconclusive" : "better");
		if (isUnsure) expect(comparison.headline).toContain(unsure);
	});

	it("has nothing left of it when the cache is uninstalled", async () => {
		const { code, stderr } = await localdns("uninstall", "--yes");
		expect(code, stderr).toBe(0);
		expect(differences(untouched, await dumpObjects(cluster))).toEqual([]);
	});
});
