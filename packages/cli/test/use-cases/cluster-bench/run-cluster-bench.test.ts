import { LocaldnsError } from "@localdns/core";
import type { ClusterNode } from "@localdns/core/cluster";
import type { Sample } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { parseClusterBench } from "../../../src/cluster-bench-settings.ts";
import type { BenchEvent } from "../../../src/progress/bench-event.ts";
import { openSpool, type Spool } from "../../../src/spool.ts";
import { patientCluster } from "../../../src/use-cases/change/patient-cluster.ts";
import { prepareClusterBench } from "../../../src/use-cases/cluster-bench/prepare-cluster-bench.ts";
import { type BenchedRun, runClusterBench } from "../../../src/use-cases/cluster-bench/run-cluster-bench.ts";
import { hurryTime } from "../../hurried-time.ts";
import { ProbedCluster } from "../measure-nodes/probed-cluster.ts";

hurryTime(100);

const names = ["edge", "near"];
const nodes = names.map(
	(name, index) => ({ name, addresses: [`192.0.2.${index + 1}`] }) as unknown as ClusterNode,
);
const web = { name: "web", namespace: "shop", addresses: ["10.43.0.1"], isHeadless: false };
const bench = prepareClusterBench({
	run: "r",
	settings: parseClusterBench({ stub: "glibc", duration: "3m", rate: "4", workloads: "hot" }, () => 7),
	names: { services: [], external: [], excludes: () => false },
	context: "home",
	ground: {
		...{ serverVersion: "v1.34.2+k3s1", clusterUid: "uid-1", nodes, domain: "cluster.local" },
		...{ direct: "10.43.0.10", serviceTtlSeconds: 5, cache: null },
		endpoints: [{ pod: "coredns-1", node: "near", isReady: true }],
	},
	services: [web],
	nodes: { measured: nodes, missing: [] },
	...{ namespace: "localdns-bench", cacheNamespace: "kube-system", isStaged: false },
});

/** Logs are read once a minute, and probes have something new in them just as often. */
const longMs = 180_000;

async function run(cluster: ProbedCluster, spool: Spool, events: BenchEvent[] = []) {
	const report = Object.assign((event: BenchEvent) => void events.push(event), { close() {} });
	return await runClusterBench(bench, {
		...{ cluster, spool, report, image: { program: "// probe" }, linkProgram: undefined },
		patient: patientCluster(cluster, { patienceMs: 2000, waitsOnce: true, onChange: () => {} }),
		interrupt: new AbortController().signal,
	});
}

const reasons = (benched: BenchedRun | undefined) =>
	benched?.run.measuredNodes?.map(({ node, state, reason }) => `${node} ${state}: ${reason}`);

describe("a bench that does not come to its end", { timeout: 60_000 }, () => {
	it("is judged by what was read where the API server does not come back", async () => {
		const cluster = new ProbedCluster(names, {}, longMs);
		const spool = await openSpool();
		const away = new LocaldnsError("LDNS601", "it is out of reach");
		setTimeout(() => {
			cluster.away = away;
		}, 150_000);
		const benched = await run(cluster, spool);
		expect(benched?.cutOffBy).toBe(away);
		expect(benched?.run.interrupted).toBe(true);
		expect(reasons(benched)).toEqual(
			names.map((node) =>
				expect.stringMatching(new RegExp(`^${node} (partial|void): .*run was cut off: it is out`)),
			),
		);
		expect(benched?.run.marks?.map(({ text }) => text)).toEqual([
			"what names were worth at the end could not be read (it is out of reach): answers are not judged by their content",
		]);
		await spool.close();
	});

	it("is ended, and judged by what was kept, where the disk is full", async () => {
		const cluster = new ProbedCluster(names, {}, longMs);
		const spool = await openSpool();
		let added = 0;
		const add = async (samples: readonly Sample[]): Promise<void> => {
			added += 1;
			if (added > 2) throw new LocaldnsError("LDNS103", "cannot keep the samples");
			await spool.add(samples);
		};
		const events: BenchEvent[] = [];
		const beganAt = performance.now();
		const benched = await run(cluster, { ...spool, add }, events);
		expect(performance.now() - beganAt).toBeLessThan(longMs);
		expect(events).toContainEqual({
			type: "note",
			text: "cannot keep the samples: nothing more can be kept",
		});
		expect(benched?.cutOffBy).toMatchObject({ code: "LDNS103" });
		expect(reasons(benched)).toEqual(
			names.map((node) =>
				expect.stringMatching(new RegExp(`^${node} .*saw later was not kept: cannot keep`)),
			),
		);
		expect(cluster.left).toEqual([]);
		await spool.close();
	});

	it("fails with what ended it where nothing was read before that", async () => {
		const cluster = new ProbedCluster(names, {}, longMs);
		const spool = await openSpool();
		const away = new LocaldnsError("LDNS601", "it is out of reach");
		setTimeout(() => {
			cluster.away = away;
		}, 30_000);
		await expect(run(cluster, spool)).rejects.toBe(away);
		await spool.close();
	});
});
