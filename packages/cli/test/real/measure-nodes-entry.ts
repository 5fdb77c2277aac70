// A measurement in a process of its own, which a test can interrupt and kill: what `localdns bench` does on the nodes,
// without arms, names and judgement. Prints one line of JSON for each event, for each node's samples, and at the end.
import { readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import type { ProbePlan } from "@localdns/core/measure";
import { openCluster } from "../../src/adapters/kubernetes/cluster-reader.ts";
import { interruptible } from "../../src/interruption.ts";
import { patientCluster } from "../../src/use-cases/change/patient-cluster.ts";
import type { MeasurementEvent } from "../../src/use-cases/measure-nodes/contract.ts";
import { measureNodes } from "../../src/use-cases/measure-nodes/measure-nodes.ts";
import { whileMeasuring } from "../../src/use-cases/measure-nodes/measurement-lock.ts";

export interface Wanted {
	readonly kubeconfig: string;
	/** dist/probe.mjs */
	readonly program: string;
	readonly run: string;
	readonly namespace: string;
	readonly nodes: readonly string[];
	readonly durationMs: number;
	readonly collectEveryMs: number;
}

const wanted = JSON.parse(process.argv[2] ?? "") as Wanted;
const { kubeconfig, run, namespace, nodes, durationMs, collectEveryMs } = wanted;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const planFor = (node: string): Omit<ProbePlan, "startAtMs"> => ({
	kind: "ProbePlan",
	...{ node, seed: 6, warmupMs: 2000, durationMs, gapMs: 20, deadlineMs: 5000, stubProfile: "glibc" },
	...{ allArms: ["direct", "again"], arms: [{ arm: "direct" }, { arm: "again" }] },
	workloads: [
		{
			workload: "hot",
			rate: 10,
			names: {
				"*": [{ name: "kubernetes.default.svc.cluster.local.", form: "absolute", expect: "address" }],
			},
		},
	],
});

const reached = openCluster({ kubeconfig, requestTimeoutMs: 30_000 });
const onEvent = (event: MeasurementEvent) => say({ event });
const stop = interruptible("localdns bench cleanup");
try {
	const lock = { namespace, command: "bench", holder: `test:${process.pid}`, onEvent };
	const cluster = patientCluster(reached, { onChange: ({ event }) => say({ event }) });
	const measured = await whileMeasuring(cluster, lock, (lost) =>
		measureNodes(
			{ cluster: reached, patient: cluster },
			{
				...{ run, namespace, nodes, planFor, collectEveryMs },
				image: { program: readFileSync(wanted.program, "utf8") },
				resolver: { nameservers: ["10.43.0.10"], searches: ["svc.cluster.local", "cluster.local"] },
			},
			{
				onEvent,
				onSamples: (node, samples) =>
					void say({ node, samples: samples.map(({ arm, tuple, outcome }) => [arm, tuple, outcome]) }),
				interrupt: AbortSignal.any([stop.signal, lost]),
			},
		),
	);
	say({ measured: { ...measured, nodes: Object.fromEntries(measured.nodes) } });
} catch (error) {
	if (!(error instanceof LocaldnsError)) throw error;
	say({ error: { code: error.code, message: error.message, reason: error.reason } });
	process.exitCode = error.exitCode;
} finally {
	stop.release();
	reached.close();
}
