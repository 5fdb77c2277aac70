import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import { beforeEach, describe, expect, it } from "vitest";
import { jobAccess } from "../../../src/adapters/node-access/job-access.ts";
import { printNodeResult } from "../../../src/node-program/node-result.ts";
import { MemoryCluster } from "../../use-cases/change/memory-cluster.ts";

/** A cluster whose Jobs have the pods that the test says, one look after another; the last one stays. */
class JobCluster extends MemoryCluster {
	/** For each Job that is made: status of its pod at each look; undefined for no pod. */
	lives: (object | undefined)[][] = [];
	#life: (object | undefined)[] = [];
	created = 0;
	refusal: LocaldnsError | undefined;
	events: string[] = [];
	/** Whether the kubelet goes on renewing its lease. */
	isAlive = true;
	#renewed = 0;

	override async get(path = ""): Promise<ApiObject | undefined> {
		if (!path.endsWith("/kube-node-lease/leases/a")) return undefined;
		if (this.isAlive) this.#renewed += 1;
		return { spec: { renewTime: String(this.#renewed) } } as ApiObject;
	}

	override async create(object: KubernetesObject): Promise<ApiObject | undefined> {
		if (object.kind === "Job") {
			if (this.refusal !== undefined) throw this.refusal;
			this.created += 1;
			this.#life = this.lives.shift() ?? [];
		}
		return await super.create(object);
	}

	override async list<T>(
		path = "",
		read: (object: ApiObject) => T | undefined = () => undefined,
	): Promise<T[]> {
		const kept = (object: object): T[] => {
			const value = read(object as ApiObject);
			return value === undefined ? [] : [value];
		};
		if (path.includes("/events")) return this.events.flatMap((message) => kept({ message }));
		if (!path.includes("/pods") || ![...this.objects.keys()].some((text) => text.startsWith("Job ")))
			return [];
		const status = this.#life.length > 1 ? this.#life.shift() : this.#life[0];
		return status === undefined ? [] : kept({ metadata: { name: "pod" }, status });
	}
}

const running = { phase: "Running", containerStatuses: [{ state: { running: {} } }] };
const ended = (message: string) => ({
	phase: "Succeeded",
	containerStatuses: [{ state: { terminated: { exitCode: 0, message } } }],
});
const done = { is: "done", restarted: true, warnings: [] } as const;
const evicted = { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." };
const waiting = (reason: string) => ({
	phase: "Pending",
	conditions: [{ type: "PodScheduled", status: "True" }],
	containerStatuses: [{ state: { waiting: { reason } } }],
});
const options = { addresses: ["169.254.20.10"], adopt: false, patienceMs: 1000 };
let cluster: JobCluster;
let told: string[];
const access = (startPatienceMs = 100, quietMs = 60_000) =>
	jobAccess(cluster, {
		...{ program: "// program", startPatienceMs, reportPatienceMs: 500, goneWithinMs: 1000, quietMs },
		onChange: (event) => {
			if (event.event === "waiting") told.push(event.text);
		},
	});
const jobs = () => [...cluster.objects.keys()].filter((text) => text.startsWith("Job "));

beforeEach(() => {
	cluster = new JobCluster();
	told = [];
});

describe("a node Job that ends", () => {
	it("gives what its program has left, and goes", async () => {
		cluster.lives = [[running, ended(printNodeResult(done))]];
		expect(await access().turn("a", options)).toEqual(done);
		expect(jobs()).toEqual([]);
	});
});

describe("a node Job that does not", () => {
	it("is made once more where it was taken away", async () => {
		cluster.lives = [[evicted], [ended(printNodeResult(done))]];
		expect(await access().turn("a", options)).toEqual(done);
		expect(cluster.created).toBe(2);
	});

	it("is named once as what is waited for, with the time that it has at most", async () => {
		cluster.lives = [[running]];
		const outcome = await access(0, 0).turn("a", options);
		expect(outcome).toMatchObject({ is: "unclear", error: { code: "LDNS723" } });
		const wait = expect.stringMatching(/^the node Job on a to tell how it ended, [1-3] s at most$/);
		expect(told).toEqual([wait]);
	});

	it("leaves a node unclear where it was taken away twice", async () => {
		cluster.lives = [[running, undefined], [evicted]];
		const outcome = await access(10_000).giveBack("a", options);
		expect(outcome).toMatchObject({
			is: "unclear",
			error: { code: "LDNS723", reason: expect.stringMatching(/low on resource/) },
		});
		expect(cluster.created).toBe(2);
	});

	it.each([
		["its image cannot be had", [waiting("ImagePullBackOff")], /its image cannot be had/],
		[
			"the node is full",
			[
				{
					phase: "Pending",
					conditions: [
						{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "Too many pods." },
					],
				},
			],
			/no room for it: Unschedulable: Too many pods/,
		],
		["no pod may be made", [undefined], /exceeded quota/],
	])("is a refusal where %s", async (_, life, reason) => {
		cluster.lives = [life];
		cluster.events = ["pods is forbidden: exceeded quota"];
		const outcome = await access().turn("a", options);
		expect(outcome).toMatchObject({
			is: "refused",
			error: { code: "LDNS722", reason: expect.stringMatching(reason) },
		});
		expect(jobs()).toEqual([]);
	});

	it("leaves a node unclear where its kubelet went away before it said that the pod runs", async () => {
		cluster.lives = [[waiting("ContainerCreating")]];
		cluster.isAlive = false;
		const outcome = await access().turn("a", { ...options, patienceMs: 100 });
		expect(outcome).toMatchObject({ is: "unclear", error: { code: "LDNS723" } });
		// The next run waits for it.
		expect(jobs()).toHaveLength(1);
	});

	it("leaves a node unclear where a pod that is said never to have run does not go", async () => {
		cluster.lives = [[waiting("ImagePullBackOff")]];
		cluster.held.add("Job localdns-node-config/localdns-node-a");
		expect(await access().turn("a", options)).toMatchObject({ is: "unclear", error: { code: "LDNS722" } });
	});

	it("is a refusal where the API server takes none", async () => {
		cluster.refusal = new LocaldnsError("LDNS604", "jobs are forbidden", { hint: "ask for it" });
		const outcome = await access().turn("a", options);
		expect(outcome).toMatchObject({ is: "refused", error: { code: "LDNS722", hint: "ask for it" } });
	});
});

describe("a Job of a run that was killed", () => {
	it("is waited for, and not run twice at once", async () => {
		const first = access();
		cluster.lives = [
			[running, running, ended(printNodeResult(done))],
			[ended(printNodeResult({ ...done, restarted: false }))],
		];
		await Promise.all([
			first.turn("a", options),
			access()
				.turn("a", options)
				.then((outcome) => expect(outcome).toEqual({ ...done, restarted: false })),
		]);
		expect(cluster.created).toBe(2);
	});
});
