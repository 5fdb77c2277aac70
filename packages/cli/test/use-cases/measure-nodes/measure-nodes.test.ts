import { LocaldnsError } from "@localdns/core";
import type { ProbePlan, Sample } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { patientCluster } from "../../../src/use-cases/change/patient-cluster.ts";
import type {
	MeasurementEvent,
	NodeMeasurement,
	NodeMeasurementSettings,
} from "../../../src/use-cases/measure-nodes/contract.ts";
import { measureNodes } from "../../../src/use-cases/measure-nodes/measure-nodes.ts";
import { hurryTime } from "../../hurried-time.ts";
import { ProbedCluster } from "./probed-cluster.ts";

hurryTime(40);

const planFor = (node: string): Omit<ProbePlan, "startAtMs"> => ({
	kind: "ProbePlan",
	...{ node, seed: 1, warmupMs: 0, durationMs: 1000, gapMs: 50, deadlineMs: 100, stubProfile: "glibc" },
	...{ allArms: ["direct"], arms: [{ arm: "direct" }] },
	workloads: [],
});

interface Measured {
	readonly measurement: NodeMeasurement;
	readonly samples: ReadonlyMap<string, readonly Sample[]>;
	readonly events: readonly MeasurementEvent[];
}

async function measure(
	cluster: ProbedCluster,
	{
		interrupt = new AbortController().signal,
		patienceMs = 300_000,
		...more
	}: Partial<NodeMeasurementSettings> & { interrupt?: AbortSignal; patienceMs?: number } = {},
): Promise<Measured> {
	const samples = new Map<string, Sample[]>();
	const events: MeasurementEvent[] = [];
	const settings: NodeMeasurementSettings = {
		...{ run: "r", namespace: "localdns-bench", image: { program: "// probe" }, nodes: [...cluster.nodes] },
		resolver: { nameservers: ["10.43.0.10"], searches: ["x.local"] },
		planFor,
		startPatienceMs: 1500,
		collectEveryMs: 400,
		...more,
	};
	const patient = patientCluster(cluster, { patienceMs, waitsOnce: true, onChange: () => {} });
	const measurement = await measureNodes({ cluster, patient }, settings, {
		onSamples: (node, more) => void samples.set(node, [...(samples.get(node) ?? []), ...more]),
		onEvent: (event) => events.push(event),
		interrupt,
	});
	return { measurement, samples, events };
}

const lasting = (durationMs: number): Pick<NodeMeasurementSettings, "planFor"> => ({
	planFor: (node) => ({ ...planFor(node), durationMs }),
});

const away = new LocaldnsError("LDNS601", "it is out of reach");

const tuplesOf = (samples: readonly Sample[] | undefined) => samples?.map(({ tuple }) => tuple);

describe.concurrent("measureNodes", { timeout: 60_000 }, () => {
	it("hands on every sample once, with the probe's own summary, and leaves nothing behind", async () => {
		const cluster = new ProbedCluster(["a", "b"]);
		const { measurement, samples } = await measure(cluster);
		expect(tuplesOf(samples.get("a"))).toEqual([0, 1, 2, 3, 4, 5]);
		expect(tuplesOf(samples.get("b"))).toEqual([0, 1, 2, 3, 4, 5]);
		expect(measurement.nodes.get("a")).toMatchObject({
			...{ state: "measured", missing: [], search: ["x.local"], ndots: 5, nodeVersion: "v24" },
			summary: { node: "a", planned: 6 },
		});
		expect(measurement.interruptedAtMs).toBeUndefined();
		expect(cluster.left).toEqual([]);
	});

	it("names what each node has lost, and keeps the rest", async () => {
		const cluster = new ProbedCluster(
			[
				"whole",
				"oom",
				"killed",
				"evicted",
				"deleted",
				"rotated",
				"refused",
				"unpulled",
				"flaky",
				"cut",
				"told",
				"joined",
			],
			{
				oom: { ends: { reason: "OOMKilled", exitCode: 137, chunks: 2 } },
				killed: { ends: { reason: "Error", exitCode: 137, chunks: 1 } },
				evicted: { evicted: "The node was low on resource: memory." },
				deleted: { deleted: 1 },
				rotated: { rotated: [0, 1] },
				refused: {
					refused: new LocaldnsError("LDNS703", "exceeds a quota", { reason: "exceeded quota: pods" }),
				},
				unpulled: { waits: ["ImagePullBackOff", "Back-off pulling image"] },
				flaky: { unreadable: 1 },
				cut: { cut: 2 },
				told: { deleting: true },
				joined: { joinedAtMs: 300 },
			},
		);
		const { measurement, samples } = await measure(cluster);
		const states = Object.fromEntries(
			[...measurement.nodes].map(([node, outcome]) => [
				node,
				[outcome.state, ...(outcome.state === "missing" ? [outcome.reason] : outcome.missing)],
			]),
		);
		expect(states).toEqual({
			whole: ["measured"],
			oom: ["partial", "its probe was killed for lack of memory (OOMKilled, exit code 137)"],
			killed: ["partial", "its probe was killed (Error, exit code 137)"],
			evicted: ["partial", "its pod was ended by its node: Evicted: The node was low on resource: memory."],
			deleted: [
				expect.stringMatching(/partial|missing/),
				expect.stringContaining("its pod was deleted by someone"),
			],
			rotated: ["partial", expect.stringMatching(/^chunks 0–1 of its log are lost/)],
			refused: ["missing", "no pod could be made there: exceeded quota: pods"],
			unpulled: ["missing", "its pod waits: ImagePullBackOff: Back-off pulling image"],
			flaky: ["measured"],
			cut: ["measured"],
			told: ["partial", "its pod was deleted by someone before its end"],
			joined: ["partial", "it began 0.3 s after the others"],
		});
		expect(tuplesOf(samples.get("oom"))).toEqual([0, 1, 2, 3]);
		expect(tuplesOf(samples.get("rotated"))).toEqual([4, 5]);
		for (const node of ["flaky", "cut", "told", "joined"])
			expect(tuplesOf(samples.get(node)), node).toEqual([0, 1, 2, 3, 4, 5]);
		expect(cluster.left).toEqual([]);
	});

	it("goes by the cluster's clock where this machine's is wrong, and names a node whose clock is another", async () => {
		const cluster = new ProbedCluster(["a", "slow"], { slow: { clockMs: -40_000 } });
		cluster.clockMs = 600_000;
		const before = Date.now();
		const { measurement, events } = await measure(cluster);
		expect(measurement.measuredAtMs).toBeGreaterThan(before);
		expect(measurement.measuredAtMs).toBeLessThan(before + 20_000);
		expect(measurement.nodes.get("a")).toMatchObject({ state: "measured" });
		expect(measurement.nodes.get("slow")).toMatchObject({
			state: "partial",
			missing: [expect.stringMatching(/^its clock is 3\d\.\d s behind the cluster's/)],
		});
		const notes = events.flatMap((event) => (event.type === "note" ? [event.text] : []));
		expect(notes.join("\n")).toMatch(/^the cluster's clock is \d+\.\d s ahead of this machine's/);
	});

	it("names a node that joins meanwhile", async () => {
		const cluster = new ProbedCluster(["a"]);
		const measuring = measure(cluster);
		setTimeout(() => cluster.nodes.push("newcomer"), 3000);
		expect((await measuring).measurement.joined).toEqual(["newcomer"]);
	});

	it("keeps what was measured when somebody interrupts, and says when", async () => {
		const cluster = new ProbedCluster(["a", "b"], {}, 60_000);
		const stop = new AbortController();
		const measuring = measure(cluster, { interrupt: stop.signal });
		setTimeout(() => stop.abort(), 9000);
		const { measurement, samples } = await measuring;
		expect(measurement.interruptedAtMs).toBeGreaterThan(1000);
		expect(measurement.interruptedAtMs).toBeLessThan(8000);
		expect(measurement.nodes.get("a")).toMatchObject({ state: "measured", summary: { interrupted: true } });
		expect(tuplesOf(samples.get("b"))).toEqual([0, 1, 2, 3, 4, 5]);
		expect(cluster.left).toEqual([]);
	});

	it("goes on without an API server that is away for longer than anybody waits for it, and loses nothing", async () => {
		const cluster = new ProbedCluster(["a", "b"], {}, 30_000);
		const measuring = measure(cluster, { patienceMs: 2000, ...lasting(30_000) });
		setTimeout(() => {
			cluster.away = away;
		}, 12_000);
		setTimeout(() => {
			cluster.away = undefined;
		}, 32_000);
		const { measurement, samples } = await measuring;
		expect(measurement.cutOffBy).toBeUndefined();
		for (const node of ["a", "b"]) {
			expect(measurement.nodes.get(node)).toMatchObject({ state: "measured", missing: [] });
			expect(tuplesOf(samples.get(node))).toEqual([0, 1, 2, 3, 4, 5]);
		}
		expect(cluster.left).toEqual([]);
	});

	it("keeps what was read where the API server does not come back, says how far it goes, and what is left", async () => {
		const cluster = new ProbedCluster(["a", "b"], {}, 30_000);
		const measuring = measure(cluster, { patienceMs: 2000, ...lasting(30_000) });
		setTimeout(() => {
			cluster.away = away;
		}, 22_000);
		const { measurement, samples, events } = await measuring;
		expect(measurement.cutOffBy).toBe(away);
		expect(tuplesOf(samples.get("a"))).toEqual([0, 1]);
		expect(measurement.nodes.get("a")).toEqual({
			...{ state: "partial", search: ["x.local"], ndots: 5, nodeVersion: "v24" },
			...{ floorMs: [0.2], reachedMs: 5000 },
			missing: ["the rest of its log was not read, because the run was cut off: it is out of reach"],
		});
		expect(events).toContainEqual({
			...{ type: "left", what: "probes in namespace localdns-bench" },
			text: expect.stringMatching(/out of reach\); later: localdns bench cleanup -n localdns-bench$/),
		});
	});

	it("keeps what was read where the cluster refuses what it had allowed, and says what it could not remove", async () => {
		const cluster = new ProbedCluster(["a"], {}, 30_000);
		const measuring = measure(cluster, lasting(30_000));
		const refused = new LocaldnsError("LDNS603", "the API server does not know who this is");
		setTimeout(() => {
			cluster.unlisted = refused;
		}, 22_000);
		const { measurement, samples, events } = await measuring;
		expect(measurement.cutOffBy).toBe(refused);
		expect(measurement.nodes.get("a")).toMatchObject({ state: "partial", reachedMs: 5000 });
		expect(tuplesOf(samples.get("a"))).toEqual([0, 1]);
		expect(cluster.left).toHaveLength(3);
		expect(events).toContainEqual({
			...{ type: "left", what: "probes in namespace localdns-bench" },
			text: expect.stringContaining(
				`could not be removed (${refused.message}); later: localdns bench cleanup`,
			),
		});
	});

	it("fails where the API server does not come back before anything has begun", async () => {
		const cluster = new ProbedCluster(["a"]);
		setTimeout(() => {
			cluster.away = away;
		}, 200);
		await expect(measure(cluster, { patienceMs: 2000 })).rejects.toBe(away);
	});

	it("ends at once when nothing has begun yet", async () => {
		const cluster = new ProbedCluster(["a"], { a: { waits: ["ContainerCreating", ""] } });
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 500);
		const { measurement, events } = await measure(cluster, {
			interrupt: stop.signal,
			startPatienceMs: 60_000,
		});
		expect(measurement).toMatchObject({ interruptedAtMs: 0 });
		expect(measurement.nodes.get("a")).toMatchObject({ state: "missing" });
		expect(events.filter(({ type }) => type === "note")).toEqual([]);
	});

	it("gives what was measured though its probes cannot be removed, and says so", async () => {
		const cluster = new ProbedCluster(["a"]);
		cluster.delete = () =>
			Promise.reject(new LocaldnsError("LDNS604", "delete Pod is forbidden", { reason: "by a role" }));
		const { measurement, events } = await measure(cluster);
		expect(measurement.nodes.get("a")).toMatchObject({ state: "measured" });
		expect(events).toContainEqual({
			type: "left",
			what: "probes in namespace localdns-bench",
			text: "probes could not be removed (delete Pod is forbidden); later: localdns bench cleanup -n localdns-bench",
		});
	});

	it("leaves nothing behind where one refusal ends the making of all", async () => {
		const cluster = new ProbedCluster(Array.from({ length: 20 }, (_, index) => `n${index}`));
		const create = cluster.create.bind(cluster);
		cluster.create = async (object) => {
			if (object.metadata.name !== "localdns-probe-r") return await create(object);
			await new Promise((resolve) => setTimeout(resolve, 300));
			throw new LocaldnsError("LDNS703", "exceeds a quota", { reason: "exceeded quota: configmaps" });
		};
		await expect(measure(cluster)).rejects.toMatchObject({ code: "LDNS702" });
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(cluster.created.length).toBeGreaterThan(0);
		expect(cluster.left).toEqual([]);
	});

	it("fails where no node has begun, with the reason of the first, and leaves nothing", async () => {
		const cluster = new ProbedCluster(["a", "b"], {
			a: { waits: ["ErrImageNeverPull", "not present"] },
			b: { waits: ["ErrImageNeverPull", "not present"] },
		});
		await expect(measure(cluster)).rejects.toMatchObject({
			code: "LDNS325",
			reason: "a: its pod waits: ErrImageNeverPull: not present",
		});
		expect(cluster.left).toEqual([]);
	});

	it("asks no more of the API server at a time for fifty nodes than for ten", async () => {
		const nodes = Array.from({ length: 50 }, (_, index) => `n${index}`);
		const cluster = new ProbedCluster(nodes);
		const { measurement } = await measure(cluster, { collectEveryMs: 60_000 });
		const bad = [...measurement.nodes].filter(([, { state }]) => state !== "measured");
		expect(bad).toEqual([]);
		expect(cluster.mostLogsInFlight).toBeLessThanOrEqual(4);
		for (let from = 0; from + 20 < cluster.created.length; from += 1) {
			const [first = 0, last = 0] = [cluster.created[from], cluster.created[from + 20]];
			expect(last - first).toBeGreaterThan(900);
		}
		expect(cluster.requests).toBeLessThan(50 * 12);
		// The first pod outlives the patience with the last, four turns of each at 20 a second, and the run.
		expect(Math.min(...cluster.deadlines)).toBeGreaterThanOrEqual(Math.ceil(1.5 + 10 + 1 + 120));
	});
});
